import { type EndingCase, ending } from '../arbitrary/ends.js'
import { accept, at, connect, type Domain, domains, layer, recv, server, tcp } from '../arbitrary/ops.js'
import { receivers } from '../arbitrary/receivers.js'
import type { InetAddress, Op, OpOf } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { netRights } from '../uapi/landlock.js'

type HowSent = { readonly via?: OpOf<'sendto'>['via']; readonly with?: OpOf<'sendto'>['with'] }

const send = (more: HowSent, address?: InetAddress): Op => ({
  ...{ kind: 'sendto', socket: 2 },
  ...(address === undefined ? {} : { address }),
  ...(more.via === undefined ? {} : { via: more.via }),
  ...(more.with === undefined ? {} : { with: more.with }),
})

const flags: readonly HowSent[] = [
  { with: 'MSG_PROBE' },
  { with: 'MSG_ZEROCOPY' },
  { with: 'MSG_ZEROCOPY', via: 'sendmsg' },
  { with: 'MSG_PROBE', via: 'sendmmsg' },
]

const files: readonly HowSent[] = [{ via: 'splice' }, { via: 'sendfile' }]

/** A datagram whose parts go one after the other: MSG_MORE holds the first ones back. */
const inParts = (target: Target, domain: Domain): readonly EndingCase[] => {
  const [made, a, b] = [receivers(target, domain), at('a', domain), at('b', domain)]
  const more = { with: 'MSG_MORE' } as const
  return [
    { ops: [made, send(more, a), recv(0)], ends: 'EAGAIN' },
    { ops: [made, send(more, a), send({}, a), recv(0)], ends: 'OK' },
    { ops: [made, send(more, a), send({}, a), recv(0), recv(0)], ends: 'EAGAIN' },
    { ops: [made, send(more, a), send({}, b)], ends: 'EACCES' },
    { ops: [made, send(more, a), send({}, b), send({}), recv(0)], ends: 'OK' },
    { ops: [made, send(more, a), send(more, b)], ends: 'EACCES' },
    { ops: [made, send(more, b)], ends: 'EACCES' },
    { ops: [made, send(more, b), send({}, a), recv(1)], ends: 'EAGAIN' },
    { ops: [made, send({ ...more, via: 'sendmsg' }, a), send({}), recv(0)], ends: 'OK' },
  ]
}

const datagrams = (target: Target, domain: Domain): readonly EndingCase[] => {
  const [made, a, b] = [receivers(target, domain), at('a', domain), at('b', domain)]
  const noPort = layer(target, 1, ['bind_udp'])
  return [
    ...flags.flatMap((more): readonly EndingCase[] => [
      { ops: [made, send(more, a)], ends: 'OK' },
      { ops: [made, send(more, a), recv(0)], ends: more.with === 'MSG_PROBE' ? 'EAGAIN' : 'OK' },
      { ops: [made, send(more, b)], ends: 'EACCES' },
      { ops: [made, send(more, b), recv(1)], ends: 'EAGAIN' },
      { ops: [made, noPort, send(more, a)], ends: 'EACCES' },
    ]),
    ...files.flatMap((more): readonly EndingCase[] => [
      { ops: [made, connect(2, a), send(more), recv(0)], ends: 'OK' },
      { ops: [made, send(more)], ends: 'EDESTADDRREQ' },
      { ops: [made, noPort, send(more)], ends: 'EACCES' },
    ]),
    ...inParts(target, domain),
  ]
}

/** Whoever has a connection sends through it. */
const streams = (target: Target, domain: Domain): readonly EndingCase[] => {
  const made = [
    ...server(0, at('a', domain), domain),
    tcp(2, domain),
    connect(2, at('a', domain)),
    accept(0, 1),
  ]
  const denies = layer(target, 0, ['connect_tcp', 'bind_tcp'])
  return [...flags.filter(({ via }) => via === undefined), ...files].flatMap(
    (more): readonly EndingCase[] => [
      { ops: [made, denies, send(more), recv(1)], ends: 'OK' },
      { ops: [denies, tcp(2, domain), send(more)], ends: 'EPIPE' },
    ],
  )
}

/** MSG_MORE, MSG_PROBE and MSG_ZEROCOPY, splice(2) and sendfile(2) let no datagram through that may not be sent, and stop none that may. */
export const flagsAndFilesAreJudgedLikeAByte: Spec = {
  name: 'flags-and-files-are-judged-like-a-byte',
  ...ending(target =>
    domains.flatMap(domain => [
      ...streams(target, domain),
      ...(has(target, netRights.connect_send_udp) ? datagrams(target, domain) : []),
    ]),
  ),
}
