import fc from 'fast-check'
import { right } from '../arbitrary/draw.js'
import { create, program } from '../arbitrary/ops.js'
import { sizeMax } from '../ops/values.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A NULL attribute is EFAULT whatever its size, and so is a NULL rule. */
export const nullAttributesAreEfault: Spec = {
  name: 'null-attributes-are-efault',
  programs: target =>
    fc.oneof(
      fc
        .constantFrom(0, 4, 8, 16, 48, 4096, 8192, sizeMax)
        .map(size => program({ kind: 'create_ruleset', as: 0, attr: null, size })),
      right(target).map(right =>
        program(create(target, 0, { handled_access_net: [right] }), {
          kind: 'add_rule',
          ruleset: 0,
          type: 'net_port',
          attr: null,
        }),
      ),
    ),
  holds: trace => lastOf(trace, 'create_ruleset', 'add_rule') === 'EFAULT',
  refutedBy: withOutcome('EINVAL', op => op.kind === 'create_ruleset' && op.attr === null),
}
