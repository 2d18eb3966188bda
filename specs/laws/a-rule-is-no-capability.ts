import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { exercise, layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf, stepsOf } from '../trace.js'
import { withOp } from '../wrong.js'

/** A rule for a privileged port does not replace CAP_NET_BIND_SERVICE, and the capability does not replace a rule. */
export const aRuleIsNoCapability: Spec = {
  name: 'a-rule-is-no-capability',
  programs: target =>
    fc
      .record({
        port: fc.constantFrom(1, 80, 443, 1023),
        domain: domain(),
        dropped: fc.boolean(),
        granted: fc.boolean(),
      })
      .map(({ port, domain, dropped, granted }) =>
        program(
          layer(target, 0, ['bind_tcp'], granted ? [{ allow: ['bind_tcp'], port }] : []),
          dropped ? [{ kind: 'drop_caps' as const }] : [],
          exercise('bind_tcp', 0, port, domain),
        ),
      ),
  holds(trace) {
    const isDropped = stepsOf(trace, 'drop_caps').length > 0
    const isGranted = stepsOf(trace, 'add_rule').length > 0
    return (lastOf(trace, 'bind') === 'OK') === (isGranted && !isDropped)
  },
  refutedBy: withOp(op => (op.kind === 'drop_caps' ? { kind: 'no_new_privs' } : op)),
}
