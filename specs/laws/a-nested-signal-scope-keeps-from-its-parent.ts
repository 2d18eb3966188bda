import fc from 'fast-check'
import { by, program, sandbox } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { handledBy, stepsOf } from '../trace.js'
import { scopes } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

/** A child that adds a signal scope to itself no longer reaches its parent, which still reaches the child. */
export const aNestedSignalScopeKeepsFromItsParent: Spec = {
  name: 'a-nested-signal-scope-keeps-from-its-parent',
  applies: ({ abi }) => abi >= scopes.signal.abi,
  programs: target =>
    fc
      .record({
        outer: fc.subarray(['signal', 'abstract_unix_socket']),
        inner: fc.subarray(['signal', 'abstract_unix_socket'], { minLength: 1 }),
      })
      .map(({ outer, inner }) =>
        program(
          outer.length > 0 ? sandbox(target, 0, { scoped: outer }) : [],
          { kind: 'fork', child: 1 },
          by(1, sandbox(target, 1, { scoped: inner })),
          { kind: 'kill', actor: 1, target: 0 },
          { kind: 'kill', target: 1 },
        ),
      ),
  holds(trace) {
    const [up, down] = stepsOf(trace, 'kill')
    const isScoped = handledBy(stepsOf(trace, 'create_ruleset').at(-1)?.op).scoped?.includes('signal')
    return up?.outcome === (isScoped ? 'EPERM' : 'OK') && down?.outcome === 'OK'
  },
  refutedBy: withOutcome('EPERM', op => op.kind === 'kill' && op.target === 1),
}
