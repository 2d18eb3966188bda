import fc from 'fast-check'
import { right } from '../arbitrary/draw.js'
import { create, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { reading } from '../wrong.js'

/** A rule type that the ABI does not have is EINVAL, whatever the rule says. */
export const unknownRuleTypesAreInvalid: Spec = {
  name: 'unknown-rule-types-are-invalid',
  programs: target =>
    fc
      .record({
        right: right(target),
        type: fc.constantFrom(0, 3, 4, 255, 65538),
        empty: fc.boolean(),
        none: fc.boolean(),
      })
      .map(({ right, type, empty, none }) =>
        program(create(target, 0, { handled_access_net: [right] }), {
          kind: 'add_rule',
          ruleset: 0,
          type,
          attr: none ? null : { allowed_access: empty ? [] : [right], port: 'a' },
        }),
      ),
  holds: trace => lastOf(trace, 'add_rule') === 'EINVAL',
  refutedBy: reading(op => (op.kind === 'add_rule' ? { ...op, type: 'net_port' } : op)),
}
