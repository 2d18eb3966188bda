import fc from 'fast-check'
import { policy } from '../arbitrary/draw.js'
import { layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A layer of network rights denies no open(2), for reading or for writing. */
export const filesAreUntouched: Spec = {
  name: 'files-are-untouched',
  everywhere: true,
  programs: target =>
    fc
      .record({ policy: policy(target), layers: fc.integer({ min: 1, max: 3 }) })
      .map(({ policy, layers }) =>
        program(
          Array.from({ length: layers }, (_, slot) =>
            layer(target, slot, policy.handled, policy.grants),
          ).flat(),
          { kind: 'open', path: '/dev/null', access: 'O_WRONLY' },
          { kind: 'open', path: '/dev/null', access: 'O_RDONLY' },
          { kind: 'open', path: '/proc/self/status', access: 'O_RDONLY' },
        ),
      ),
  holds: trace => stepsOf(trace, 'open').every(({ outcome }) => outcome === 'OK'),
  refutedBy: withOutcome('EACCES', op => op.kind === 'open' && op.access === 'O_WRONLY'),
}
