import { type EndingCase, ending } from '../arbitrary/ends.js'
import {
  accept,
  at,
  bind,
  bindName,
  close,
  connect,
  connectName,
  cork,
  listen,
  recv,
  send,
  sendName,
  server,
  shut,
  tcp,
  udp,
  unix,
  unixServer,
} from '../arbitrary/ops.js'
import { type OtherKind, onLoopback, sha256 } from '../arbitrary/other-kinds.js'
import { creationOf } from '../model/sockets.js'
import type { Address, Op, Slot, UnixAddress } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import type { Wrong } from '../wrong.js'

const from = (socket: Slot): Op => ({ kind: 'recvfrom', socket })
const pair = (type: 'SOCK_STREAM' | 'SOCK_DGRAM' | 'SOCK_SEQPACKET'): Op => ({
  kind: 'pair',
  as: 0,
  other: 1,
  type,
})

/** A datagram of socket 1 comes to socket 0. */
const toA: readonly Op[] = [udp(0), bind(0, at('a')), udp(1)]
/** One of socket 1 came first, and then one of socket 2. */
const bothSent: readonly Op[] = [
  ...[...toA, udp(2), bind(1, at('b')), send(1, at('a'))],
  ...[bind(2, at('c')), send(2, at('a'))],
]
const both = at('a', 'AF_INET6', '::')
const mapped = at('a', 'AF_INET6', '::ffff:127.0.0.1')

const datagrams: readonly EndingCase[] = [
  { ops: [toA, bind(1, at('b')), send(1, at('a')), from(0)], ends: '=b' },
  { ops: [toA, send(1, at('a')), from(0)], ends: '=ephemeral' },
  { ops: [toA, bind(1, at(80)), send(1, at('a')), from(0)], ends: '=80' },
  { ops: [toA, bind(1, at('b')), connect(1, at('a')), send(1), close(1), from(0)], ends: '=b' },
  { ops: [toA, connect(1, at('a')), connect(0, at('of:1')), send(1), from(0)], ends: '=ephemeral' },
  { ops: [bothSent, from(0)], ends: '=b' },
  { ops: [bothSent, recv(0), from(0)], ends: '=c' },
  { ops: [bothSent, from(0), from(0)], ends: '=c' },
  { ops: [toA, bind(1, at('b')), cork(1, 1), send(1, at('a')), send(1), cork(1, 0), from(0)], ends: '=b' },
  { ops: [toA, bind(1, at('b')), from(0)], ends: 'EAGAIN' },
  {
    ops: [udp(0, 'AF_INET6'), bind(0, both), udp(1), bind(1, at('b')), send(1, at('a')), from(0)],
    ends: '=b',
  },
  {
    ops: [
      udp(0),
      bind(0, at('a')),
      udp(1, 'AF_INET6'),
      bind(1, { ...both, port: 'b' }),
      send(1, mapped),
      from(0),
    ],
    ends: '=b',
  },
  {
    ops: [udp(0, 'AF_INET6'), bind(0, mapped), udp(1, 'AF_INET6'), connect(1, mapped), send(1), from(0)],
    ends: '=ephemeral',
  },
  {
    ops: [udp(0, 'AF_INET6'), bind(0, both), udp(1, 'AF_INET6'), send(1, at('a', 'AF_INET6')), from(0)],
    ends: '=ephemeral',
  },
]

const client: readonly Op[] = [...server(0, at('a')), tcp(1), connect(1, at('a')), accept(0, 2)]
const closed: Op = { kind: 'recvfrom', socket: 3 }

const streams: readonly EndingCase[] = [
  { ops: [client, send(1), from(2)], ends: '=nobody' },
  { ops: [client, send(1), from(2), from(2)], ends: 'EAGAIN' },
  { ops: [client, shut(1, 'SHUT_WR'), from(2)], ends: '=nobody' },
  { ops: [client, from(2)], ends: 'EAGAIN' },
  { ops: [tcp(0), from(0)], ends: 'ENOTCONN' },
  { ops: [closed], ends: 'EBADF' },
]

const named = (...names: readonly UnixAddress['name'][]) => names.map((name, index) => bindName(index, name))
const unixToA: readonly Op[] = [unix(0, 'SOCK_DGRAM'), bindName(0, '@a'), unix(1, 'SOCK_DGRAM')]

const unixDatagrams: readonly EndingCase[] = [
  { ops: [unixToA, sendName(1, '@a'), from(0)], ends: '=nobody' },
  { ops: [unixToA, bindName(1, '@b'), sendName(1, '@a'), from(0)], ends: '=@b' },
  { ops: [unixToA, bindName(1, '/b'), sendName(1, '@a'), from(0)], ends: '=/b' },
  { ops: [unixToA, bindName(1, '/in/b'), sendName(1, '@a'), from(0)], ends: '=/in/b' },
  { ops: [unixToA, bindName(1, ''), sendName(1, '@a'), from(0)], ends: '=@*' },
  { ops: [unixToA, bindName(1, '@long'), sendName(1, '@a'), from(0)], ends: '=@?' },
  { ops: [unixToA, bindName(1, '/in/long'), sendName(1, '@a'), from(0)], ends: '=/in/?' },
  { ops: [unixToA, sendName(1, '@a'), bindName(1, '@b'), from(0)], ends: '=@b' },
  { ops: [unixToA, bindName(1, '@b'), sendName(1, '@a'), close(1), from(0)], ends: '=@b' },
  { ops: [unixToA, sendName(1, '@a'), close(1), from(0)], ends: '=nobody' },
  { ops: [unixToA, bindName(1, '@b'), connectName(1, '@a'), send(1), from(0)], ends: '=@b' },
  {
    ops: [
      unixToA,
      bindName(1, '@b'),
      sendName(1, '@a'),
      unix(2, 'SOCK_DGRAM'),
      sendName(2, '@a'),
      from(0),
      from(0),
    ],
    ends: '=nobody',
  },
  {
    ops: [
      unixToA,
      [bindName(1, '@b'), unix(2, 'SOCK_DGRAM'), bindName(2, '@c')],
      [connectName(0, '@b'), send(1, undefined), sendName(1, '@a'), connectName(0, '@c'), sendName(2, '@a')],
      from(0),
    ],
    ends: '=@c',
  },
]

const joined = (type: 'SOCK_STREAM' | 'SOCK_SEQPACKET', name: UnixAddress['name']) => [
  ...unixServer(0, name, type),
  unix(1, type),
  connectName(1, name),
  accept(0, 2),
]

const unixConnections: readonly EndingCase[] = (['SOCK_STREAM', 'SOCK_SEQPACKET'] as const).flatMap(
  (type): readonly EndingCase[] => [
    { ops: [joined(type, '@a'), send(1), from(2)], ends: '=nobody' },
    { ops: [joined(type, '@a'), send(2), from(1)], ends: '=@a' },
    { ops: [joined(type, '/a'), close(0), send(2), from(1)], ends: '=/a' },
    { ops: [joined(type, '@a'), bindName(1, '@b'), send(1), from(2)], ends: '=@b' },
    { ops: [joined(type, '@a'), send(1), bindName(1, '@b'), close(1), from(2)], ends: '=@b' },
    { ops: [joined(type, '@a'), send(2), close(2), from(1)], ends: '=@a' },
    { ops: [joined(type, '@a'), close(2), from(1)], ends: '=nobody' },
    { ops: [joined(type, '@a'), from(1)], ends: 'EAGAIN' },
    {
      ops: [unix(0, type), bindName(0, ''), listen(0), from(0)],
      ends: type === 'SOCK_STREAM' ? 'EINVAL' : 'ENOTCONN',
    },
    { ops: [pair(type), send(0), from(1)], ends: '=nobody' },
    { ops: [pair(type), named('@a', '@b'), send(0), from(1)], ends: '=@a' },
  ],
)

type OtherSender = {
  readonly kind: OtherKind
  readonly sends: readonly Op[]
  readonly ends: '=0' | '=nobody'
}

const to = (kind: 'bind' | 'sendto' | 'echo', address: Address): Op => ({ kind, socket: 0, address })
const icmp = (type: 'SOCK_DGRAM' | 'SOCK_RAW'): readonly OtherSender[] => [
  {
    kind: { domain: 'AF_INET', type, protocol: 'IPPROTO_ICMP' },
    sends: [to('echo', at(type === 'SOCK_RAW' ? 0 : 'b'))],
    ends: '=0',
  },
  {
    kind: { domain: 'AF_INET6', type, protocol: 'IPPROTO_ICMPV6' },
    sends: [to('echo', at(type === 'SOCK_RAW' ? 0 : 'b', 'AF_INET6'))],
    ends: '=0',
  },
]

const others: readonly OtherSender[] = [
  ...icmp('SOCK_DGRAM'),
  ...icmp('SOCK_RAW'),
  {
    kind: { domain: 'AF_PACKET', type: 'SOCK_DGRAM', protocol: 'IPPROTO_IP' },
    sends: [to('bind', onLoopback), send(0)],
    ends: '=0',
  },
  {
    kind: { domain: 'AF_ALG', type: 'SOCK_SEQPACKET', protocol: 'IPPROTO_IP' },
    sends: [to('bind', sha256), accept(0, 1), send(1), { kind: 'dup', socket: 1, as: 0 }],
    ends: '=nobody',
  },
]

/** Sockets that no right is about, as far as this kernel has them. */
const othersOn = (target: Target): readonly EndingCase[] =>
  others
    .filter(({ kind }) => creationOf(target, kind)?.root === 'OK')
    .flatMap(({ kind, sends, ends }): readonly EndingCase[] => {
      const open: Op = { kind: 'socket', as: 0, ...kind }
      return [
        { ops: [open, sends, from(0)], ends },
        ...(kind.type === 'SOCK_DGRAM' ? [{ ops: [open, from(0)], ends: 'EAGAIN' as const }] : []),
      ]
    })

/** A model in which what is received comes from who sent last. */
const newestFirst: Wrong = step => (target, state, op) =>
  step(
    target,
    op.kind === 'recvfrom'
      ? { ...state, sockets: state.sockets.map(one => one && { ...one, senders: one.senders.toReversed() }) }
      : state,
    op,
  )

/** What is received comes with the port or the name of who sent it: of a datagram that of its sender, of a UNIX connection that of the other end, of TCP none. */
export const aReceiverKnowsWhoSent: Spec = {
  name: 'a-receiver-knows-who-sent',
  ...ending(target => [
    ...othersOn(target),
    ...datagrams,
    ...streams,
    ...unixDatagrams,
    ...unixConnections,
    { ops: [pair('SOCK_DGRAM'), named('@a', '@b'), send(0), from(1)], ends: '=@a' },
  ]),
  refutedBy: newestFirst,
}
