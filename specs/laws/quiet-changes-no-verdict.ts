import fc from 'fast-check'
import { domain, right } from '../arbitrary/draw.js'
import { create, enforce, exercise, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { portRule, stepsOf } from '../trace.js'
import { addRuleFlags } from '../uapi/landlock.js'
import { withLayers } from '../wrong.js'

/** Quiet rights and quiet rules change what is logged, never what is denied. */
export const quietChangesNoVerdict: Spec = {
  name: 'quiet-changes-no-verdict',
  applies: target => has(target, addRuleFlags.quiet),
  programs: target =>
    fc
      .record({ right: right(target), domain: domain(), quiet: fc.boolean(), empty: fc.boolean() })
      .map(({ right, domain, quiet, empty }) =>
        program(
          create(target, 0, { handled_access_net: [right], quiet_access_net: quiet ? [right] : [] }),
          {
            kind: 'add_rule',
            ruleset: 0,
            type: 'net_port',
            attr: { allowed_access: empty ? [] : [right], port: 'a' },
            flags: 1,
          },
          enforce(0),
          exercise(right, 0, 'a', domain),
          exercise(right, 1, 'b', domain),
        ),
      ),
  holds(trace) {
    const [rule] = stepsOf(trace, 'add_rule')
    const [named, other] = stepsOf(trace, 'bind', 'connect')
    const isGranted = rule?.outcome === 'OK' && portRule(rule.op)?.allowed_access.length === 1
    return (named?.outcome !== 'EACCES') === isGranted && other?.outcome === 'EACCES'
  },
  refutedBy: withLayers(layers => layers.filter(layer => !('quietNet' in layer && layer.quietNet))),
}
