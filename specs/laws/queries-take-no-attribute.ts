import fc from 'fast-check'
import { program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** With flags, landlock_create_ruleset takes neither attribute nor size, and unknown flags are EINVAL. */
export const queriesTakeNoAttribute: Spec = {
  name: 'queries-take-no-attribute',
  older: true,
  programs: () =>
    fc
      .record({
        flags: fc.constantFrom(1, 2, 3, 4, 1 << 16, 2 ** 31),
        attr: fc.constantFrom(null, { handled_access_fs: ['read_file'] }),
        size: fc.constantFrom(0, 8, 16),
      })
      .filter(({ flags, attr, size }) => flags > 2 || attr !== null || size > 0)
      .map(({ flags, attr, size }) => program({ kind: 'create_ruleset', as: 0, attr, size, flags })),
  holds: trace => lastOf(trace, 'create_ruleset') === 'EINVAL',
  refutedBy: withOutcome('EFAULT', op => op.kind === 'create_ruleset' && op.attr === null),
}
