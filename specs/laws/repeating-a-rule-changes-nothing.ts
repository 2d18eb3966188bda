import fc from 'fast-check'
import { domain, right } from '../arbitrary/draw.js'
import { addRule, create, enforce, exercise, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** Adding the same rule again succeeds and changes no outcome. */
export const repeatingARuleChangesNothing: Spec = {
  name: 'repeating-a-rule-changes-nothing',
  programs: target =>
    fc
      .record({ right: right(target), domain: domain(), times: fc.integer({ min: 2, max: 5 }) })
      .map(({ right, domain, times }) =>
        program(
          create(target, 0, { handled_access_net: [right] }),
          Array.from({ length: times }, () => addRule(0, { allow: [right], port: 'a' })),
          enforce(0),
          exercise(right, 0, 'a', domain),
          exercise(right, 1, 'b', domain),
        ),
      ),
  holds(trace) {
    const [granted, denied] = stepsOf(trace, 'bind', 'connect')
    const areAdded = stepsOf(trace, 'add_rule').every(({ outcome }) => outcome === 'OK')
    return areAdded && granted?.outcome !== 'EACCES' && denied?.outcome === 'EACCES'
  },
  refutedBy: withOutcome(
    'EEXIST' as const,
    (op, state) => op.kind === 'add_rule' && (state.rulesets[0]?.rules.size ?? 0) > 0,
  ),
}
