import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  accept,
  at,
  bindName,
  close,
  connect,
  connectName,
  listen,
  recv,
  sandbox,
  send,
  sendName,
  shut,
  unix,
  unixServer,
} from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { scopes } from '../uapi/landlock.js'

type Stream = 'SOCK_STREAM' | 'SOCK_SEQPACKET'

const connected = (type: Stream): readonly Op[] => [
  ...unixServer(0, '@s', type),
  ...[unix(1, type), connectName(1, '@s')],
]

/** Socket 1 shuts something down before it is connected, of which the other end hears nothing. */
const acceptedAfter = (type: Stream, op: Op): readonly Op[] => [
  ...unixServer(0, '@s', type),
  ...[unix(1, type), op, connectName(1, '@s'), accept(0, 2)],
]

const accepted = (type: Stream): readonly Op[] => [...connected(type), accept(0, 2)]

/** Who sends through a packet socket is told of an error first, who sends through a stream that nothing is sent any more. */
const ofStreams = (type: Stream): readonly EndingCase[] => [
  { ops: [accepted(type), close(2), recv(1)], ends: 'OK' },
  { ops: [accepted(type), close(2), send(1)], ends: 'EPIPE' },
  { ops: [accepted(type), send(1), close(2), recv(1)], ends: 'ECONNRESET' },
  { ops: [accepted(type), send(1), close(2), recv(1), recv(1)], ends: 'OK' },
  {
    ops: [accepted(type), send(1), close(2), send(1)],
    ends: type === 'SOCK_STREAM' ? 'EPIPE' : 'ECONNRESET',
  },
  {
    ops: [accepted(type), send(2), send(1), close(2), recv(1)],
    ends: type === 'SOCK_STREAM' ? 'OK' : 'ECONNRESET',
  },
  { ops: [accepted(type), send(2), shut(2, 'SHUT_WR'), recv(1), close(1), recv(2)], ends: 'OK' },
  { ops: [acceptedAfter(type, shut(1, 'SHUT_RD')), send(2)], ends: 'EPIPE' },
  { ops: [acceptedAfter(type, shut(1, 'SHUT_WR')), send(1)], ends: 'EPIPE' },
  { ops: [connected(type), close(0), recv(1)], ends: 'ECONNRESET' },
  { ops: [accepted(type), shut(2, 'SHUT_RD'), send(1)], ends: 'EPIPE' },
  { ops: [accepted(type), shut(2, 'SHUT_WR'), recv(1)], ends: 'OK' },
  { ops: [accepted(type), shut(2, 'SHUT_WR'), send(1), recv(2)], ends: 'OK' },
  { ops: [accepted(type), close(2), { kind: 'getpeername', socket: 1 }], ends: 'OK' },
  {
    ops: [unixServer(0, '@s', type), shut(0, 'SHUT_RD'), unix(1, type), connectName(1, '@s')],
    ends: 'ECONNREFUSED',
  },
  { ops: [accepted(type), bindName(2, '@t')], ends: 'EINVAL' },
  { ops: [accepted(type), bindName(1, '@t')], ends: 'OK' },
  { ops: [accepted(type), bindName(1, '@t'), listen(1)], ends: 'EINVAL' },
]

const box = (slot: number, name: `@${string}`): readonly Op[] => unixServer(slot, name, 'SOCK_DGRAM')
const friends: readonly Op[] = [...box(0, '@s'), ...box(1, '@t'), connectName(0, '@t'), connectName(1, '@s')]

/** connect(2) of a datagram socket to AF_UNSPEC. */
const dissolve = (socket: number): Op => connect(socket, { ...at(0), family: 'AF_UNSPEC' })

const ofDatagrams: readonly EndingCase[] = [
  { ops: [friends, unix(2, 'SOCK_DGRAM'), sendName(2, '@s')], ends: 'EPERM' },
  { ops: [friends, unix(2, 'SOCK_DGRAM'), connectName(2, '@s')], ends: 'EPERM' },
  { ops: [friends, send(1), recv(0)], ends: 'OK' },
  { ops: [friends, close(1), send(0)], ends: 'ECONNREFUSED' },
  { ops: [friends, close(1), send(0), send(0)], ends: 'ENOTCONN' },
  { ops: [friends, dissolve(1), send(1)], ends: 'ENOTCONN' },
  { ops: [friends, send(0), dissolve(1), recv(1)], ends: 'EAGAIN' },
  { ops: [friends, send(0), dissolve(1), recv(0)], ends: 'ECONNRESET' },
  { ops: [friends, send(0), dissolve(1), send(0)], ends: 'ECONNRESET' },
  { ops: [friends, send(0), dissolve(1), shut(0, 'SHUT_WR'), send(0)], ends: 'ECONNRESET' },
  { ops: [friends, send(0), connectName(1, '@s'), recv(1)], ends: 'OK' },
  { ops: [friends, connect(1, { ...at(0), family: 'AF_UNSPEC', length: 2 }), send(1)], ends: 'ENOTCONN' },
  { ops: [friends, shut(0, 'SHUT_RD'), unix(2, 'SOCK_DGRAM'), sendName(2, '@s')], ends: 'EPERM' },
  { ops: [friends, shut(0, 'SHUT_RD'), send(1)], ends: 'EPIPE' },
  { ops: [friends, shut(1, 'SHUT_WR'), send(1)], ends: 'EPIPE' },
]

/** A datagram socket without a peer is judged like a new one, whatever peer it had before. */
const scoped = (target: Target): readonly EndingCase[] => {
  const scope = sandbox(target, 0, { scoped: ['abstract_unix_socket'] })
  return [
    { ops: [friends, scope, connectName(1, '@s')], ends: 'OK' },
    { ops: [friends, scope, dissolve(1), connectName(1, '@s')], ends: 'EPERM' },
    { ops: [friends, scope, dissolve(1), sendName(1, '@s')], ends: 'EPERM' },
    { ops: [friends, dissolve(0), scope, send(1), recv(0)], ends: 'OK' },
    {
      ops: [box(0, '@s'), shut(0, 'SHUT_RD'), scope, unix(1, 'SOCK_DGRAM'), sendName(1, '@s')],
      ends: 'EPIPE',
    },
  ]
}

/** What one end of a UNIX connection closes, shuts down or dissolves, the other one hears of, in a sandbox as outside. */
export const theEndsOfAUnixConnectionHearOfEachOther: Spec = {
  name: 'the-ends-of-a-unix-connection-hear-of-each-other',
  ...ending(target => [
    ...ofStreams('SOCK_STREAM'),
    ...ofStreams('SOCK_SEQPACKET'),
    ...ofDatagrams,
    ...(has(target, scopes.abstract_unix_socket) ? scoped(target) : []),
  ]),
}
