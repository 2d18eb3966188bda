import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  at,
  bind,
  connect,
  cork,
  type Domain,
  domains,
  layer,
  recv,
  rightsOf,
  send,
  shut,
  udp,
} from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { netRights } from '../uapi/landlock.js'

/** Socket 0 receives on port a, socket 1 on b; socket 2 holds back what it sends. */
const corked = (domain: Domain): readonly Op[] => [
  ...[udp(0, domain), bind(0, at('a', domain)), udp(1, domain), bind(1, at('b', domain))],
  ...[udp(2, domain), cork(2, 1)],
]

const reform = (value: number): Op => ({ kind: 'setsockopt', socket: 2, option: 'IPV6_ADDRFORM', value })
const v6Only: Op = { kind: 'setsockopt', socket: 2, option: 'IPV6_V6ONLY', value: 1 }
const own = { ...at('a', 'AF_INET6'), host: '::ffff:127.0.0.1' } as const

/** IPv6 alone looks at an address again: it takes none of IPv4 for what goes by IPv6. */
const mixed: readonly EndingCase[] = [
  { ops: [corked('AF_INET6'), send(2, at('a', 'AF_INET6')), send(2, own)], ends: 'EINVAL' },
  { ops: [corked('AF_INET6'), send(2, own), send(2, at('a', 'AF_INET6'))], ends: 'OK' },
  { ops: [corked('AF_INET6'), send(2, own), send(2, { ...own, length: 1 })], ends: 'EINVAL' },
  { ops: [corked('AF_INET6'), send(2, own), send(2, { ...own, length: 23 })], ends: 'EINVAL' },
  { ops: [corked('AF_INET6'), send(2, own), send(2, { ...own, family: 'AF_UNIX' })], ends: 'EINVAL' },
  { ops: [corked('AF_INET6'), send(2, own), send(2, { ...own, family: 'AF_UNSPEC' })], ends: 'OK' },
  { ops: [corked('AF_INET6'), send(2, own), send(2, { ...at('a'), length: 1 })], ends: 'EINVAL' },
  {
    ops: [corked('AF_INET6'), send(2, own), send(2, { ...own, family: 'AF_UNSPEC', length: 1 })],
    ends: 'EINVAL',
  },
  {
    ops: [corked('AF_INET6'), send(2, own), send(2, { ...own, family: 'AF_UNSPEC', length: 2 })],
    ends: 'OK',
  },
  { ops: [corked('AF_INET6'), send(2, own), send(2, { ...own, length: 24 })], ends: 'OK' },
  { ops: [corked('AF_INET6'), v6Only, send(2, at('a', 'AF_INET6')), send(2, own)], ends: 'ENETUNREACH' },
  {
    ops: [corked('AF_INET6'), v6Only, send(2, at('a', 'AF_INET6')), send(2, { ...own, length: 23 })],
    ends: 'EINVAL',
  },
  { ops: [corked('AF_INET'), connect(2, at('a')), shut(2, 'SHUT_WR'), send(2)], ends: 'EPIPE' },
  { ops: [corked('AF_INET'), send(2, at('a')), send(2, { ...at('a'), length: 1 })], ends: 'OK' },
  { ops: [corked('AF_INET'), send(2, at('a')), send(2, at(0))], ends: 'OK' },
  { ops: [corked('AF_INET'), send(2, at('a')), send(2, at('a')), recv(0)], ends: 'EAGAIN' },
  {
    ops: [corked('AF_INET'), send(2, at('a')), send(2, at('a')), cork(2, 0), recv(0), recv(0)],
    ends: 'EAGAIN',
  },
  { ops: [corked('AF_INET6'), send(2, at('a', 'AF_INET6')), reform(10)], ends: 'EINVAL' },
]

const judged = (target: Target, domain: Domain): readonly EndingCase[] => {
  const to = (port: 'a' | 'b'): Op => send(2, at(port, domain))
  const denies = layer(target, 0, ['connect_send_udp'], [{ allow: ['connect_send_udp'], port: 'a' }])
  const made = corked(domain)
  return [
    { ops: [made, denies, to('a'), to('b')], ends: 'EACCES' },
    { ops: [made, denies, to('a'), to('b'), cork(2, 0), recv(1)], ends: 'EAGAIN' },
    { ops: [made, denies, to('a'), to('b'), cork(2, 0), recv(0)], ends: 'OK' },
    { ops: [made, denies, to('b')], ends: 'EACCES' },
    { ops: [made, denies, to('b'), to('a'), cork(2, 0), recv(0)], ends: 'OK' },
    { ops: [made, denies, to('b'), cork(2, 0), recv(1)], ends: 'EAGAIN' },
    { ops: [made, to('b'), denies, to('a'), cork(2, 0), recv(1)], ends: 'OK' },
    { ops: [made, to('b'), denies, send(2), cork(2, 0), recv(1)], ends: 'OK' },
    { ops: [made, to('b'), denies, to('b')], ends: 'EACCES' },
    { ops: [made, connect(2, at('b', domain)), denies, send(2), to('b')], ends: 'EACCES' },
    { ops: [made, layer(target, 0, rightsOf(target)), send(2)], ends: 'EACCES' },
    { ops: [made, to('a'), to('b'), cork(2, 0), recv(0), recv(0)], ends: 'EAGAIN' },
    { ops: [made, to('a'), to('b'), cork(2, 0), recv(1)], ends: 'EAGAIN' },
    { ops: [made, to('a'), recv(0)], ends: 'EAGAIN' },
  ]
}

/** Each part of a datagram that UDP_CORK holds back is judged by the address that it is sent with, and goes where the first one was allowed to. */
export const aCorkChangesNoVerdict: Spec = {
  name: 'a-cork-changes-no-verdict',
  applies: target => has(target, netRights.connect_send_udp),
  ...ending(target => [...domains.flatMap(domain => judged(target, domain)), ...mixed]),
}
