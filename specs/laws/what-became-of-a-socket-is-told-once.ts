import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  accept,
  at,
  bind,
  close,
  connect,
  connectName,
  layer,
  listen,
  recv,
  rightsOf,
  send,
  server,
  shut,
  tcp,
  udp,
  unix,
  unixServer,
} from '../arbitrary/ops.js'
import type { InetAddress, Op, Slot } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { netRights } from '../uapi/landlock.js'

const peer = (socket: Slot): Op => ({ kind: 'getpeername', socket })
const name = (socket: Slot): Op => ({ kind: 'getsockname', socket })

const unspec: InetAddress = { ...at('a'), family: 'AF_UNSPEC' }
const dissolve = (socket: Slot): Op => connect(socket, unspec)

/** Socket 1 is connected to socket 2, which socket 0 accepted. */
const both = [...server(0, at('a')), tcp(1), connect(1, at('a')), accept(0, 2)]
const waiting = [...server(0, at('a')), tcp(1), connect(1, at('a'))]

const disconnected: readonly EndingCase[] = [
  { ops: [both, dissolve(1), send(1)], ends: 'ECONNRESET' },
  { ops: [both, dissolve(1), send(1), send(1)], ends: 'EPIPE' },
  { ops: [both, dissolve(1), recv(1), recv(1)], ends: 'ENOTCONN' },
  { ops: [both, dissolve(1), peer(1)], ends: 'ENOTCONN' },
  { ops: [both, dissolve(2), name(2)], ends: '=a' },
  { ops: [both, dissolve(2), bind(2, at('b')), name(2)], ends: '=b' },
  { ops: [both, dissolve(1), connect(1, at('a')), send(1), accept(0, 3), recv(3)], ends: 'OK' },
  { ops: [both, dissolve(1), recv(2)], ends: 'ECONNRESET' },
  { ops: [both, dissolve(1), send(2), send(2)], ends: 'EPIPE' },
  { ops: [both, dissolve(1), recv(2), recv(2)], ends: 'OK' },
  { ops: [both, dissolve(1), peer(2)], ends: 'ENOTCONN' },
  { ops: [both, dissolve(1), connect(2, at('a'))], ends: 'EISCONN' },
  { ops: [both, dissolve(1), bind(2, at('b'))], ends: 'OK' },
  { ops: [both, send(1), send(2), send(1), recv(2), recv(2), peer(2)], ends: 'OK' },
  { ops: [both, dissolve(1), listen(2)], ends: 'EINVAL' },
  { ops: [both, dissolve(0), connect(0, at('b'))], ends: 'ECONNREFUSED' },
  { ops: [tcp(0), bind(0, at(0)), dissolve(0), bind(0, at('a'))], ends: 'EINVAL' },
  { ops: [both, dissolve(0), send(1), recv(2)], ends: 'OK' },
  { ops: [waiting, dissolve(0), recv(1)], ends: 'ECONNRESET' },
  { ops: [waiting, dissolve(1), accept(0, 2), recv(2)], ends: 'ECONNRESET' },
  { ops: [waiting, close(0), recv(1), recv(1)], ends: 'OK' },
  { ops: [[tcp(0), bind(0, at('a')), connect(0, at('a'))], dissolve(0), send(0)], ends: 'ECONNRESET' },
]

const finished: readonly EndingCase[] = [
  { ops: [both, shut(1, 'SHUT_WR'), send(1)], ends: 'EPIPE' },
  { ops: [both, shut(1, 'SHUT_WR'), recv(1)], ends: 'EAGAIN' },
  { ops: [both, shut(1, 'SHUT_WR'), send(2), recv(1)], ends: 'OK' },
  { ops: [both, send(1), shut(1, 'SHUT_WR'), recv(2), recv(2)], ends: 'OK' },
  { ops: [both, shut(1, 'SHUT_WR'), dissolve(1), send(2)], ends: 'EPIPE' },
  { ops: [both, shut(1, 'SHUT_WR'), dissolve(2), recv(1)], ends: 'ECONNRESET' },
  { ops: [both, shut(1, 'SHUT_WR'), shut(2, 'SHUT_WR'), peer(1)], ends: 'ENOTCONN' },
  { ops: [both, shut(1, 'SHUT_WR'), shut(2, 'SHUT_WR'), shut(2, 'SHUT_RD')], ends: 'ENOTCONN' },
  { ops: [both, shut(1, 'SHUT_WR'), shut(2, 'SHUT_WR'), dissolve(1), send(1)], ends: 'EPIPE' },
  { ops: [both, shut(1, 'SHUT_RDWR'), send(2), send(2)], ends: 'EPIPE' },
  { ops: [both, shut(1, 'SHUT_RDWR'), send(2), recv(1), recv(1), peer(1)], ends: 'ENOTCONN' },
  { ops: [both, shut(1, 'SHUT_RD'), recv(1)], ends: 'OK' },
  { ops: [both, shut(1, 'SHUT_RD'), recv(2)], ends: 'EAGAIN' },
  { ops: [both, send(1), send(1), recv(2), recv(2)], ends: 'OK' },
  { ops: [both, send(2), send(1), recv(2)], ends: 'OK' },
  { ops: [both, send(1), send(2), send(1), shut(1, 'SHUT_WR'), recv(2)], ends: 'OK' },
  { ops: [both, Array.from({ length: 8 }, () => send(1)), recv(2)], ends: 'OK' },
  { ops: [both, Array.from({ length: 9 }, () => send(1)), recv(2)], ends: 'OK' },
  { ops: [both, close(2), recv(1)], ends: 'OK' },
  { ops: [both, close(2), send(1), send(1)], ends: 'EPIPE' },
  { ops: [both, close(2), send(1), peer(1)], ends: 'ENOTCONN' },
  { ops: [both, send(1), close(2), recv(1)], ends: 'ECONNRESET' },
  { ops: [both, send(1), recv(2), close(2), recv(1)], ends: 'OK' },
  { ops: [both, send(1), shut(1, 'SHUT_WR'), recv(2), close(2), recv(1)], ends: 'OK' },
  { ops: [both, close(2), send(1), recv(1)], ends: 'OK' },
  { ops: [both, close(2), send(1), recv(1), send(1)], ends: 'EPIPE' },
  { ops: [tcp(0), shut(0, 'SHUT_WR'), server(1, at('a')), connect(0, at('a')), send(0)], ends: 'EPIPE' },
  {
    ops: [
      server(1, at('a')),
      tcp(0),
      shut(0, 'SHUT_WR'),
      { kind: 'sendto', socket: 0, address: at('a'), fastopen: true },
      peer(0),
    ],
    ends: 'OK',
  },
  { ops: [tcp(0), shut(0, 'SHUT_RD'), recv(0)], ends: 'OK' },
  { ops: [tcp(0), shut(0, 'SHUT_RD'), dissolve(0), recv(0)], ends: 'ENOTCONN' },
  {
    ops: [tcp(0), shut(0, 'SHUT_WR'), bind(0, at('a')), listen(0), tcp(1), connect(1, at('a')), recv(1)],
    ends: 'OK',
  },
  {
    ops: [
      tcp(0),
      shut(0, 'SHUT_WR'),
      bind(0, at('a')),
      listen(0),
      tcp(1),
      connect(1, at('a')),
      accept(0, 2),
      send(2),
    ],
    ends: 'EPIPE',
  },
  { ops: [tcp(0), shut(0, 'SHUT_WR'), bind(0, at('a')), connect(0, at('a'))], ends: 'ECONNABORTED' },
  {
    ops: [[tcp(0), bind(0, at('a')), connect(0, at('a'))], send(0), shut(0, 'SHUT_WR'), recv(0), peer(0)],
    ends: 'ENOTCONN',
  },
]

const reusing = (socket: Slot): readonly Op[] => [
  udp(socket),
  { kind: 'setsockopt', socket, option: 'SO_REUSEPORT', value: 1 },
  bind(socket, at('a')),
]

const datagrams: readonly EndingCase[] = [
  { ops: [udp(0), connect(0, at('a')), send(0), send(0)], ends: 'ECONNREFUSED' },
  { ops: [udp(0), connect(0, at('a')), send(0), send(0), send(0)], ends: 'OK' },
  { ops: [udp(0), connect(0, at('a')), send(0), recv(0)], ends: 'ECONNREFUSED' },
  { ops: [udp(0), connect(0, at('a')), send(0), recv(0), recv(0)], ends: 'EAGAIN' },
  { ops: [udp(0), connect(0, at('a')), send(0), dissolve(0), recv(0)], ends: 'ECONNREFUSED' },
  { ops: [udp(0), connect(0, at('a')), send(0, at('b')), send(0)], ends: 'OK' },
  { ops: [udp(0), send(0, at('a')), send(0, at('a'))], ends: 'OK' },
  { ops: [udp(0), connect(0, at(0)), send(0), send(0)], ends: 'ECONNREFUSED' },
  { ops: [udp(0), connect(0, at(0)), peer(0)], ends: 'ENOTCONN' },
  { ops: [udp(0, 'AF_INET6'), connect(0, at(0)), send(0)], ends: 'EINVAL' },
  { ops: [udp(0), connect(0, at(0)), send(0, at('a')), send(0, at('a'))], ends: 'ECONNREFUSED' },
  { ops: [udp(0), bind(0, at('a')), connect(0, at(0)), udp(1), send(1, at('a')), recv(0)], ends: 'OK' },
  {
    ops: [reusing(0), reusing(1), udp(2), send(2, at('a')), connect(0, at('d')), send(0), recv(0)],
    ends: 'ECONNREFUSED',
  },
  { ops: [udp(0), connect(0, at('a')), shut(0, 'SHUT_WR'), send(0)], ends: 'EPIPE' },
  { ops: [udp(0), connect(0, at('a')), send(0), shut(0, 'SHUT_WR'), send(0)], ends: 'ECONNREFUSED' },
  {
    ops: [
      [unixServer(0, '@s', 'SOCK_STREAM'), unix(1), connectName(1, '@s')].flat(),
      udp(2),
      send(2, at('a')),
    ],
    ends: 'OK',
  },
  { ops: [udp(0), shut(0, 'SHUT_WR'), connect(0, at('a')), dissolve(0), send(0, at('a'))], ends: 'EPIPE' },
  {
    ops: [udp(0), connect(0, at('a')), name(0), close(0), udp(1), bind(1, at('a')), recv(1)],
    ends: 'EAGAIN',
  },
  {
    ops: [udp(0), bind(0, at('a')), connect(0, at('b')), udp(1), send(1, at('a')), recv(0)],
    ends: 'EAGAIN',
  },
  {
    ops: [
      udp(0),
      bind(0, at('a')),
      udp(1),
      bind(1, at('b')),
      connect(1, at('a')),
      connect(0, at('b')),
      send(1),
      recv(0),
    ],
    ends: 'OK',
  },
]

/** What a pair of UNIX sockets sends is received, whatever it is. */
const ofUnix: readonly EndingCase[] = (['SOCK_STREAM', 'SOCK_SEQPACKET'] as const).map(type => ({
  ops: [unixServer(0, '@s', type), unix(1, type), connectName(1, '@s'), send(1), accept(0, 2), recv(2)],
  ends: 'OK',
}))

/** With the error that waits, a denied datagram is denied first, and the error waits on. */
const judged = (target: Target): readonly EndingCase[] => {
  if (!has(target, netRights.connect_send_udp)) return []
  const denies = layer(target, 0, ['connect_send_udp'], [{ allow: ['connect_send_udp'], port: 'a' }])
  const waits = [udp(0), connect(0, at('a')), send(0)]
  return [
    { ops: [waits, denies, send(0, at('b'))], ends: 'EACCES' },
    { ops: [waits, denies, send(0, at('b')), recv(0)], ends: 'ECONNREFUSED' },
    { ops: [waits, denies, send(0, at('a'))], ends: 'ECONNREFUSED' },
    { ops: [waits, denies, send(0), send(0)], ends: 'OK' },
  ]
}

/** What became of a connection, or of a datagram, is told once, by the next call that sends or receives; in a sandbox as outside of it. */
export const whatBecameOfASocketIsToldOnce: Spec = {
  name: 'what-became-of-a-socket-is-told-once',
  ...ending(target => [
    ...[...disconnected, ...finished, ...datagrams],
    ...judged(target),
    { ops: [both, layer(target, 0, rightsOf(target)), dissolve(1), send(1)], ends: 'ECONNRESET' },
    ...ofUnix,
  ]),
}
