import fc from 'fast-check'
import { someRights } from '../arbitrary/draw.js'
import { create, program } from '../arbitrary/ops.js'
import { bitsOf } from '../model/rights.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { handledBy, lastOf } from '../trace.js'
import { rulesetAttr } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

const covers = (handled: readonly string[] = [], quiet: readonly string[] = []): boolean =>
  bitsOf(quiet).every(bit => bitsOf(handled).includes(bit))

/** A right or scope can only be quiet in a ruleset that handles it; anything else is EINVAL. */
export const quietRightsMustBeHandled: Spec = {
  name: 'quiet-rights-must-be-handled',
  applies: target => has(target, rulesetAttr.quiet_access_net),
  programs: target =>
    fc
      .record({
        handled: someRights(target),
        quiet: someRights(target),
        scoped: fc.subarray(['signal', 'abstract_unix_socket']),
        quietScoped: fc.subarray(['signal', 'abstract_unix_socket', 'bit_63']),
        quietFs: fc.subarray(['read_file', 'bit_40']),
      })
      .map(({ handled, quiet, scoped, quietScoped, quietFs }) =>
        program(
          create(target, 0, {
            handled_access_fs: ['read_file'],
            handled_access_net: handled,
            scoped,
            quiet_access_fs: quietFs,
            quiet_access_net: quiet,
            quiet_scoped: quietScoped,
          }),
        ),
      ),
  holds(trace) {
    const attr = handledBy(trace[0]?.op)
    const isWithin =
      covers(attr.handled_access_fs, attr.quiet_access_fs) &&
      covers(attr.handled_access_net, attr.quiet_access_net) &&
      covers(attr.scoped, attr.quiet_scoped)
    return lastOf(trace, 'create_ruleset') === (isWithin ? 'OK' : 'EINVAL')
  },
  refutedBy: withOutcome('OK', op => op.kind === 'create_ruleset'),
}
