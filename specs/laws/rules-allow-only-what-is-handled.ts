import fc from 'fast-check'
import { someRights } from '../arbitrary/draw.js'
import { addRule, create, program, rightsOf } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { handledBy, portRule, stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A rule that allows a right which its ruleset does not handle is EINVAL, also beside handled ones. */
export const rulesAllowOnlyWhatIsHandled: Spec = {
  name: 'rules-allow-only-what-is-handled',
  programs: target =>
    fc
      .record({
        handled: someRights(target),
        allow: fc.subarray([...rightsOf(target), 'bit_4', 'bit_31', 'bit_32', 'bit_63'], { minLength: 1 }),
      })
      .map(({ handled, allow }) =>
        program(create(target, 0, { handled_access_net: handled }), addRule(0, { allow, port: 'a' })),
      ),
  holds(trace) {
    const [created, added] = stepsOf(trace, 'create_ruleset', 'add_rule')
    const handled = handledBy(created?.op).handled_access_net ?? []
    const areHandled = portRule(added?.op)?.allowed_access.every(right => handled.includes(right))
    return added?.outcome === (areHandled ? 'OK' : 'EINVAL')
  },
  refutedBy: withOutcome('OK', op => op.kind === 'add_rule'),
}
