import fc from 'fast-check'
import { by, program, recv, sandbox, send, unixTypes } from '../arbitrary/ops.js'
import type { Actor, Op, Program } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { fsRights, scopes } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

/** Everything that keeps sockets of UNIX from each other. */
const isolation = (target: Target, slot: number): readonly Op[] =>
  sandbox(target, slot, {
    scoped: ['abstract_unix_socket'],
    ...(has(target, fsRights.resolve_unix) ? { handled_access_fs: ['resolve_unix'] } : {}),
  })

/** A byte that one process sends through one end, and another one receives at the other end. */
const passes = (from: Actor, to: Actor, end: number): readonly Op[] => [
  ...by(from, send(end)),
  ...by(to, recv(1 - end)),
]

/** A pair that was opened in a sandbox or outside of one, and two processes of which none, one or each has one of its own. */
const everyAttempt = (target: Target): readonly Program[] =>
  unixTypes.flatMap(type =>
    [true, false].flatMap(isInside =>
      [[], [0], [1], [0, 1]].map(isolated =>
        program(
          isInside ? isolation(target, 2) : [],
          { kind: 'pair', as: 0, other: 1, type },
          { kind: 'fork', child: 1 },
          isolated.flatMap(actor => by(actor, isolation(target, actor))),
          [0, 1].flatMap(end => [...passes(0, 1, end), ...passes(1, 0, end), ...passes(0, 0, end)]),
        ),
      ),
    ),
  )

/** A pair of UNIX sockets has no names, so whoever has its ends writes to them and reads from them, across any scope. */
export const pairsAreUsedAcrossAScope: Spec = {
  name: 'pairs-are-used-across-a-scope',
  applies: target => has(target, scopes.abstract_unix_socket),
  programs: target => fc.constantFrom(...everyAttempt(target)),
  every: everyAttempt,
  holds: trace => trace.every(({ outcome }) => outcome === 'OK'),
  refutedBy: withOutcome('EPERM', (op, state) => op.kind === 'sendto' && state.processes.size > 1),
}
