import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import {
  accept,
  at,
  bind,
  bindName,
  connect,
  connectName,
  listen,
  server,
  tcp,
  unix,
  unixServer,
} from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { having, kinds, type NamedKind, open, opens, pair, socketLayer } from '../../ops.js'
import { forgetting } from '../../wrong.js'

/** What is there before the sandbox, the call in it, and the kind that it is about. */
type ProtocolCase = readonly [readonly Op[], Op, NamedKind]

const calls: readonly ProtocolCase[] = [
  [[], open(0, kinds.tcp), kinds.tcp],
  [[], open(0, kinds.netlink), kinds.netlink],
  [[], pair(kinds.unix), kinds.unix],
  [[tcp(0)], bind(0, at('a')), kinds.tcp],
  [[open(0, kinds.udp6)], bind(0, at('a', 'AF_INET6')), kinds.udp6],
  [[unix(0)], bindName(0, '@a'), kinds.unix],
  [[open(0, kinds.inbox)], bindName(0, '/a'), kinds.inbox],
  [[tcp(0), bind(0, at('a'))], listen(0), kinds.tcp],
  [[unix(0), bindName(0, '@a')], listen(0), kinds.unix],
  [[server(0, at('a')), tcp(1), connect(1, at('a'))].flat(), accept(0, 2), kinds.tcp],
  [[...unixServer(0, '@a', 'SOCK_STREAM'), unix(1), connectName(1, '@a')], accept(0, 2), kinds.unix],
  [[...server(0, at('a')), tcp(1)], connect(1, at('a')), kinds.tcp],
  [[open(0, kinds.udp)], connect(0, at('a')), kinds.udp],
  [[...unixServer(0, '/a', 'SOCK_STREAM'), unix(1)], connectName(1, '/a'), kinds.unix],
]

const casesOf = (target: Target): readonly EndingCase[] =>
  calls.flatMap(([before, call, kind]): readonly EndingCase[] => [
    { ops: [before, socketLayer(target, 0, ['protocol']), call], ends: 'EACCES' },
    {
      ops: [before, socketLayer(target, 0, ['protocol'], [kinds.packet, kinds.vsock]), call],
      ends: 'EACCES',
    },
    ...(opens(target, kind)
      ? [{ ops: [before, socketLayer(target, 0, ['protocol'], [kind]), call], ends: 'OK' } as const]
      : []),
  ])

/** A protocol is judged at socket, bind, listen, accept and connect, also of sockets that were there before. */
export const aProtocolIsJudgedAtFiveCalls: Spec = {
  name: 'a-protocol-is-judged-at-five-calls',
  applies: having('socket-protocol'),
  ...ending(casesOf),
  refutedBy: forgetting('protocol', 'listen', 'accept'),
}
