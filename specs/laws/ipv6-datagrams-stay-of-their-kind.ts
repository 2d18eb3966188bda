import { type EndingCase, ending } from '../arbitrary/ends.js'
import { at, bind, connect, layer, recv, send, udp } from '../arbitrary/ops.js'
import type { InetAddress, Op } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { netRights } from '../uapi/landlock.js'

const six = at('a', 'AF_INET6')
const mapped: InetAddress = at('b', 'AF_INET6', '::ffff:127.0.0.1')
const any: InetAddress = at('b', 'AF_INET6', '::')
const unspec: InetAddress = { ...six, family: 'AF_UNSPEC' }

/** Socket 0 receives from IPv6 and socket 1 from IPv4; socket 2 sends. */
const all = [udp(0, 'AF_INET6'), bind(0, six), udp(1), bind(1, at('b')), udp(2, 'AF_INET6')]
const only: Op = { kind: 'setsockopt', socket: 2, option: 'IPV6_V6ONLY', value: 1 }
const atMapped = bind(2, { ...mapped, port: 'c' })

const free: readonly EndingCase[] = [
  { ops: [all, send(2, mapped), recv(1)], ends: 'OK' },
  { ops: [all, send(2, at('b')), recv(1)], ends: 'OK' },
  { ops: [all, connect(2, six), send(2, mapped), recv(1)], ends: 'OK' },
  { ops: [all, connect(2, mapped), send(2, six)], ends: 'EAFNOSUPPORT' },
  { ops: [all, connect(2, mapped), send(2, any), recv(1)], ends: 'OK' },
  { ops: [all, connect(2, mapped), connect(2, six)], ends: 'EAFNOSUPPORT' },
  { ops: [all, connect(2, mapped), connect(2, six), send(2), recv(1)], ends: 'OK' },
  { ops: [all, atMapped, connect(2, six), { kind: 'getpeername', socket: 2 }], ends: 'ENOTCONN' },
  { ops: [all, atMapped, connect(2, any), send(2), recv(1)], ends: 'OK' },
  { ops: [all, only, send(2, mapped)], ends: 'ENETUNREACH' },
  { ops: [all, only, send(2, at('b'))], ends: 'ENETUNREACH' },
  { ops: [all, only, send(2, { ...at('b'), length: 15 })], ends: 'ENETUNREACH' },
  { ops: [all, only, send(2, { ...mapped, port: 0 })], ends: 'ENETUNREACH' },
  { ops: [all, only, send(2, { ...mapped, length: 23 })], ends: 'EINVAL' },
  { ops: [all, only, connect(2, { ...mapped, family: 'AF_UNIX' })], ends: 'EAFNOSUPPORT' },
  { ops: [all, send(2, { ...at('b'), length: 15 })], ends: 'EINVAL' },
  { ops: [all, atMapped, send(2, { ...six, port: 0 })], ends: 'EINVAL' },
  { ops: [all, only, connect(2, mapped)], ends: 'ENETUNREACH' },
  { ops: [all, only, connect(2, at('b'))], ends: 'EAFNOSUPPORT' },
  { ops: [all, only, connect(2, { ...at('b'), length: 15 })], ends: 'EAFNOSUPPORT' },
  { ops: [all, only, connect(2, six), send(2), recv(0)], ends: 'OK' },
  { ops: [all, bind(2, at('c', 'AF_INET6')), send(2, mapped)], ends: 'ENETUNREACH' },
  { ops: [all, connect(2, six), send(2, unspec), recv(0)], ends: 'OK' },
  { ops: [all, send(2, unspec)], ends: 'EDESTADDRREQ' },
  { ops: [all, connect(2, { ...mapped, port: 'd' }), send(2), send(2)], ends: 'ECONNREFUSED' },
]

/** AF_UNSPEC counts as AF_INET on IPv4, with its port, and is denied on IPv6, though it goes to a peer that was allowed. */
const judged = (target: Target): readonly EndingCase[] => {
  if (!has(target, netRights.connect_send_udp)) return []
  const grants = [{ allow: ['connect_send_udp'], port: 'b' as const }]
  const denies = layer(target, 0, ['connect_send_udp'], grants)
  return [
    { ops: [all, connect(2, six), denies, send(2, unspec)], ends: 'EACCES' },
    { ops: [all, connect(2, six), denies, send(2, unspec), recv(0)], ends: 'EAGAIN' },
    { ops: [all, connect(2, six), denies, send(2), recv(0)], ends: 'OK' },
    { ops: [all, udp(3), denies, send(3, { ...at('b'), family: 'AF_UNSPEC' }), recv(1)], ends: 'OK' },
    { ops: [all, udp(3), denies, send(3, { ...at('c'), family: 'AF_UNSPEC' })], ends: 'EACCES' },
    { ops: [all, only, denies, send(2, at('c'))], ends: 'EINVAL' },
    { ops: [all, only, denies, send(2, { ...mapped, port: 'c' })], ends: 'EACCES' },
  ]
}

/** An IPv6 socket of either kind sends to its own kind of address only, and what it is refused for is told after Landlock. */
export const ipv6DatagramsStayOfTheirKind: Spec = {
  name: 'ipv6-datagrams-stay-of-their-kind',
  ...ending(target => [...free, ...judged(target)]),
}
