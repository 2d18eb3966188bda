import { ending } from '../arbitrary/ends.js'
import {
  accept,
  at,
  bind,
  close,
  connect,
  connectName,
  layer,
  recv,
  send,
  server,
  tcp,
  udp,
  unix,
  unixServer,
} from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { netRights } from '../uapi/landlock.js'

const urgent = (socket: number): Op => ({ kind: 'send_oob', socket })

/** Each with socket 1 connected to socket 2. */
const streams: readonly (readonly Op[])[] = [
  [...server(0, at('a')), tcp(1), connect(1, at('a')), accept(0, 2)],
  [...unixServer(0, '@s', 'SOCK_STREAM'), unix(1), connectName(1, '@s'), accept(0, 2)],
]

/**
 * An urgent byte goes beside the others of a stream, which ends with an error if it was not passed; whoever sends an urgent datagram is judged as with any other one before
 * it is refused, and over IPv6 it is one.
 */
export const onlyStreamsHaveUrgentBytes: Spec = {
  name: 'only-streams-have-urgent-bytes',
  ...ending(target => [
    ...streams.flatMap(ops => [
      { ops: [ops, send(1), urgent(1), send(1), recv(2), recv(2), recv(2)], ends: 'EAGAIN' as const },
      { ops: [ops, urgent(1), recv(2), close(2), recv(1)], ends: 'OK' as const },
      { ops: [ops, urgent(1), close(2), recv(1)], ends: 'ECONNRESET' as const },
    ]),
    { ops: [udp(0), urgent(0)], ends: 'EOPNOTSUPP' },
    { ops: [udp(0), urgent(0), bind(0, at('a'))], ends: 'EINVAL' },
    { ops: [udp(0, 'AF_INET6'), urgent(0)], ends: 'EDESTADDRREQ' },
    {
      ops: [
        [udp(0, 'AF_INET6'), bind(0, at('a', 'AF_INET6'))],
        [udp(1, 'AF_INET6'), connect(1, at('a', 'AF_INET6')), urgent(1), recv(0)],
      ],
      ends: 'OK',
    },
    {
      ops: [udp(0, 'AF_INET6'), connect(0, at('a', 'AF_INET6', '::ffff:127.0.0.1')), urgent(0)],
      ends: 'EOPNOTSUPP',
    },
    { ops: [unix(0, 'SOCK_DGRAM'), urgent(0)], ends: 'EOPNOTSUPP' },
    { ops: [unix(0, 'SOCK_SEQPACKET'), urgent(0)], ends: 'ENOTCONN' },
    {
      ops: [
        unixServer(0, '@s', 'SOCK_SEQPACKET'),
        [unix(1, 'SOCK_SEQPACKET'), connectName(1, '@s'), urgent(1)],
      ],
      ends: 'EOPNOTSUPP',
    },
    ...(has(target, netRights.bind_udp)
      ? [{ ops: [layer(target, 0, ['bind_udp']), udp(0), urgent(0)], ends: 'EACCES' as const }]
      : []),
  ]),
}
