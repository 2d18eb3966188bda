import fc from 'fast-check'
import { policy } from '../arbitrary/draw.js'
import { by, layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A layer of network rights keeps no signal from a parent or a child. */
export const signalsAreUntouched: Spec = {
  name: 'signals-are-untouched',
  programs: target =>
    fc
      .record({ policy: policy(target), sandboxed: fc.constantFrom(0, 1) })
      .map(({ policy, sandboxed }) =>
        program(
          { kind: 'fork', child: 1 },
          by(sandboxed, layer(target, 0, policy.handled, policy.grants)),
          { kind: 'kill', target: 1 },
          { kind: 'kill', actor: 1, target: 0 },
        ),
      ),
  holds: trace => stepsOf(trace, 'kill').every(({ outcome }) => outcome === 'OK'),
  refutedBy: withOutcome('EPERM', op => op.kind === 'kill' && op.target === 0),
}
