import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { exercise, layer, type NetRightName, program, rightsOf } from '../arbitrary/ops.js'
import type { Port } from '../program.js'
import type { Spec } from '../spec.js'
import { lastOf, portRule, stepsOf } from '../trace.js'
import { withRules } from '../wrong.js'

/** A rule for port 0 lets the kernel choose a port, and no rule for another port does. */
export const portZeroIsAPort: Spec = {
  name: 'port-zero-is-a-port',
  programs: target =>
    fc
      .record({
        right: fc.constantFrom<NetRightName[]>(...rightsOf(target).filter(right => right.startsWith('bind'))),
        rule: fc.constantFrom<Port[]>(0, 'a', 1, 65535),
        port: fc.constantFrom<Port[]>(0, 'a', 'b'),
        domain: domain(),
      })
      .map(({ right, rule, port, domain }) =>
        program(
          layer(target, 0, [right], [{ allow: [right], port: rule }]),
          exercise(right, 0, port, domain),
          { kind: 'getsockname', socket: 0 },
        ),
      ),
  holds(trace) {
    const rule = portRule(stepsOf(trace, 'add_rule')[0]?.op)
    const bind = stepsOf(trace, 'bind')[0]
    if (bind?.op.kind !== 'bind' || !('host' in bind.op.address)) return false
    if (rule?.port !== bind.op.address.port) return bind.outcome === 'EACCES'
    const name = bind.op.address.port === 0 ? '=ephemeral' : `=${bind.op.address.port}`
    return bind.outcome === 'OK' && lastOf(trace, 'getsockname') === name
  },
  refutedBy: withRules(rule => (rule.port === 0 ? { ...rule, port: 'a' } : rule)),
}
