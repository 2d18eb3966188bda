import fc from 'fast-check'
import { at, bind, by, connect, create, enforce, program } from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import { withOutcome } from '../../../wrong.js'
import { kinds, open, ruleFor, socketRightsOf, v4RuleFor } from '../../ops.js'

const files: readonly Op[] = [
  { kind: 'open', path: '/dev/null', access: 'O_WRONLY' },
  { kind: 'open', path: '/dev/null', access: 'O_RDONLY' },
  { kind: 'open', path: '/proc/self/status', access: 'O_RDONLY' },
]

const ports: readonly Op[] = [
  open(0, kinds.tcp),
  bind(0, at('a')),
  open(1, kinds.udp),
  bind(1, at('b')),
  open(2, kinds.tcp),
  connect(2, at('c')),
]

/** A ruleset of socket rights alone restricts neither files, signals nor ports. */
export const socketRightsLeaveTheRestAlone: Spec = {
  name: 'socket-rights-leave-the-rest-alone',
  applies: ({ designs }) => designs.length > 0,
  programs: target =>
    fc.subarray([...socketRightsOf(target)], { minLength: 1 }).map(handled => {
      const bySocket = handled.filter(right => right !== 'create' || target.designs.includes('socket-create'))
      const allow = [kinds.tcp, kinds.udp].flatMap(kind => [
        ...(bySocket.length > 0 ? [ruleFor(0, bySocket, kind)] : []),
        ...(handled.includes('create') && bySocket.length < handled.length ? [v4RuleFor(0, kind)] : []),
      ])
      return program(
        { kind: 'fork', child: 1 },
        by(1, create(target, 0, { handled_access_socket: handled }), allow, enforce(0), files, {
          kind: 'kill',
          target: 0,
        }),
        by(1, ports),
      )
    }),
  holds: trace => trace.every(({ outcome }) => outcome === 'OK' || outcome === 'ECONNREFUSED'),
  refutedBy: withOutcome(
    'EACCES',
    (op, { processes }) => op.kind === 'open' && op.access === 'O_WRONLY' && processes.size > 1,
  ),
}
