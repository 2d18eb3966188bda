import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import {
  accept,
  at,
  bind,
  bindName,
  connect,
  connectName,
  listen,
  send,
  server,
  tcp,
  udp,
  unix,
} from '../../../arbitrary/ops.js'
import type { Outcome } from '../../../outcome.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, type NamedKind, open, opens, socketLayer } from '../../ops.js'
import { forgetting } from '../../wrong.js'

/** What is there before the sandbox, the call in it, its kind, and what the call gives where it is allowed. */
type UseOfSocket = readonly [readonly Op[], Op, NamedKind, Outcome]

const connected: readonly Op[] = [...server(0, at('a')), tcp(1), connect(1, at('a')), accept(0, 2)]

const calls: readonly UseOfSocket[] = [
  [[tcp(0)], bind(0, at('a')), kinds.tcp, 'OK'],
  [[unix(0)], bindName(0, '@a'), kinds.unix, 'OK'],
  [[open(0, kinds.udp6)], bind(0, at('a', 'AF_INET6')), kinds.udp6, 'OK'],
  [[tcp(0), bind(0, at('a'))], listen(0), kinds.tcp, 'OK'],
  [server(0, at('a')), accept(0, 1), kinds.tcp, 'EAGAIN'],
  [[...server(0, at('a')), tcp(1)], connect(1, at('a')), kinds.tcp, 'OK'],
  [[unix(0)], connectName(0, '@b'), kinds.unix, 'ECONNREFUSED'],
  [connected, send(1), kinds.tcp, 'OK'],
  [[udp(0)], send(0, at('a')), kinds.udp, 'OK'],
  [[udp(0)], { kind: 'sendto', socket: 0, address: at('a'), via: 'sendmsg' }, kinds.udp, 'OK'],
  [[udp(0)], { kind: 'sendto', socket: 0, address: at('a'), via: 'sendmmsg' }, kinds.udp, 'OK'],
  [connected, { kind: 'sendto', socket: 1, via: 'send' }, kinds.tcp, 'OK'],
  [[tcp(0)], { kind: 'sendto', socket: 0, address: at('a'), fastopen: true }, kinds.tcp, 'ECONNREFUSED'],
  [[...connected, send(1)], { kind: 'recv', socket: 2 }, kinds.tcp, 'OK'],
  [connected, { kind: 'shutdown', socket: 1, how: 'SHUT_RDWR' }, kinds.tcp, 'OK'],
  [[udp(0)], { kind: 'setsockopt', socket: 0, option: 'SO_REUSEADDR', value: 1 }, kinds.udp, 'OK'],
  [[udp(0)], { kind: 'setsockopt', socket: 0, option: 'SO_ZEROCOPY', value: 1 }, kinds.udp, 'OK'],
  [[udp(0)], { kind: 'join_group', socket: 0, group: '224.0.0.1' }, kinds.udp, 'OK'],
  [[open(0, kinds.inbox)], { kind: 'getsockopt', socket: 0 }, kinds.inbox, '=2'],
  [connected, { kind: 'getsockopt', socket: 1 }, kinds.tcp, '=1'],
  [connected, { kind: 'getsockname', socket: 0 }, kinds.tcp, '=a'],
  [[unix(0)], { kind: 'getsockname', socket: 0 }, kinds.unix, '=0'],
  [connected, { kind: 'getpeername', socket: 1 }, kinds.tcp, 'OK'],
  [[unix(0)], { kind: 'getpeername', socket: 0 }, kinds.unix, 'ENOTCONN'],
]

/** Calls that the model says nothing of but this: how a stack of such a kind answers is not its matter. */
const onOthers: readonly (readonly [NamedKind, Op])[] = [
  [kinds.netlink, { kind: 'recv', socket: 0 }],
  [kinds.netlink, { kind: 'shutdown', socket: 0, how: 'SHUT_RDWR' }],
  [kinds.netlink, { kind: 'setsockopt', socket: 0, option: 'SO_REUSEADDR', value: 1 }],
  [kinds.netlink, { kind: 'join_group', socket: 0, group: '224.0.0.1' }],
  [kinds.netlink, { kind: 'getpeername', socket: 0 }],
  [kinds.netlink, send(0)],
  [kinds.netlink, { kind: 'bindx', socket: 0, address: at('a') }],
  [kinds.netlink, { kind: 'connectx', socket: 0, address: at('a') }],
  [kinds.sctp, { kind: 'bindx', socket: 0, address: at('a') }],
  [kinds.sctp, { kind: 'connectx', socket: 0, address: at('a') }],
]

const deniedOnOthers = (target: Target): readonly EndingCase[] =>
  onOthers
    .filter(([kind]) => opens(target, kind))
    .map(([kind, call]) => ({
      ops: [open(0, kind), socketLayer(target, 0, ['use'], [kinds.packet]), call],
      ends: 'EACCES',
    }))

/** A ring is told that a socket has no sends without a copy before anybody is asked. */
const toldByRing = (target: Target): EndingCase => ({
  ops: [
    unix(0, 'SOCK_DGRAM'),
    socketLayer(target, 0, ['use']),
    { kind: 'sendto', socket: 0, route: 'io_uring_zc' },
  ],
  ends: 'EOPNOTSUPP',
})

const casesOf = (target: Target): readonly EndingCase[] => [
  ...deniedOnOthers(target),
  toldByRing(target),
  ...calls.flatMap(([before, call, kind, outcome]): readonly EndingCase[] => [
    { ops: [before, socketLayer(target, 0, ['use']), call], ends: 'EACCES' },
    { ops: [before, socketLayer(target, 0, ['use'], [kinds.packet, kinds.vsock]), call], ends: 'EACCES' },
    { ops: [before, socketLayer(target, 0, ['use'], [kind]), call], ends: outcome },
    { ops: [before, socketLayer(target, 0, ['receive', 'send']), call], ends: outcome },
  ]),
]

/** A socket that was opened outside of the sandbox is of no use in it without the right, whatever the call. */
export const socketsFromOutsideNeedTheRightToUse: Spec = {
  name: 'sockets-from-outside-need-the-right-to-use',
  applies: having('socket-fd'),
  ...ending(casesOf),
  refutedBy: forgetting('use', 'getpeername', 'recv', 'shutdown'),
}
