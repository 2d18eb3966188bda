import fc from 'fast-check'
import { right } from '../arbitrary/draw.js'
import { create, program } from '../arbitrary/ops.js'
import { isProposed, ruleTypeNumber, socketRuleTypes } from '../designs/uapi.js'
import { namesOf } from '../names-of.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { lastOf } from '../trace.js'
import { withOp } from '../wrong.js'

/** Types that the target has of no design either. */
const unknown = (target: Target): readonly number[] => {
  const known: readonly number[] = namesOf(socketRuleTypes)
    .filter(name => isProposed(socketRuleTypes[name], target.designs))
    .map(name => ruleTypeNumber(name, target))
  return [0, 3, 4, 255, 65538].filter(type => !known.includes(type))
}

/** A rule type that the ABI does not have is EINVAL, whatever the rule says. */
export const unknownRuleTypesAreInvalid: Spec = {
  name: 'unknown-rule-types-are-invalid',
  programs: target =>
    fc
      .record({
        right: right(target),
        type: fc.constantFrom(...unknown(target)),
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
  refutedBy: withOp(op => (op.kind === 'add_rule' ? { ...op, type: 'net_port' } : op)),
}
