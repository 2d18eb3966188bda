import {
  addRule,
  at,
  bind,
  byRoute,
  connect,
  create,
  enforce,
  layer,
  send,
  tcp,
  udp,
} from '../../../specs/arbitrary/ops.js'
import type { Op, Program, RaceName } from '../../../specs/program.js'
import type { Target } from '../../../specs/target.js'
import { restrictSelfFlags } from '../../../specs/uapi/landlock.js'
import { families } from '../../../specs/uapi/socket.js'

/** What those of a race in templates/calls do, one after the other. */
const calls: Readonly<Record<RaceName, (target: Target) => readonly Op[]>> = {
  addrform_send: target => [
    ...[udp(0), bind(0, at('a')), udp(1), bind(1, at('b'))],
    ...[udp(2, 'AF_INET6'), connect(2, at('a', 'AF_INET6', '::ffff:127.0.0.1'))],
    ...layer(target, 0, udpRights, [toA, { allow: ['bind_udp'], port: 0 }]),
    { kind: 'setsockopt', socket: 2, option: 'IPV6_ADDRFORM', value: families.AF_INET },
    send(2, at('b')),
  ],
  reuseport_autobind: target => [
    ...[udp(0), bind(0, at('a')), udp(1), reusePort(1), bind(1, at('b')), udp(2), reusePort(2)],
    ...layer(target, 0, udpRights, [toA, { allow: ['bind_udp'], port: 'b' }]),
    ...[bind(2, at('b')), send(2, at('a'))],
  ],
  add_rule_restrict: target => [
    tcp(0),
    create(target, 0, { handled_access_net: ['bind_tcp'] }),
    ...(['a', 'b'] as const).map(port => addRule(0, { allow: ['bind_tcp'], port })),
    ...[enforce(0), bind(0, at('a'))],
  ],
  tsync_tsync: target => [
    create(target, 0, { handled_access_net: ['bind_tcp'] }),
    ...[undefined, 'early_thread' as const].map(who => byRoute(forAllThreads, who)),
  ],
}

const forAllThreads: Op = {
  kind: 'restrict_self',
  ruleset: 0,
  flags: 1 << restrictSelfFlags.tsync.bit,
}

const udpRights = ['bind_udp', 'connect_send_udp'] as const
const toA = { allow: ['connect_send_udp'], port: 'a' } as const

const reusePort = (socket: number): Op => ({ kind: 'setsockopt', socket, option: 'SO_REUSEPORT', value: 1 })

/**
 * A program with the calls of its race in turn, as far as they go: what ends a guest in a race may be no race at all, and is
 * told better by what was called.
 */
export function* inTurn(target: Target, { ops }: Program): Generator<Program> {
  const index = ops.findIndex(({ kind }) => kind === 'race')
  const op = ops[index]
  if (op?.kind !== 'race') return
  const own = calls[op.pair](target)
  for (let count = own.length; count > 0; count -= 1)
    yield { ops: ops.toSpliced(index, 1, ...own.slice(0, count)) }
}
