import fc from 'fast-check'
import { program } from '../arbitrary/ops.js'
import type { Op, RulesetRef } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { lastOf } from '../trace.js'
import { addRuleFlags, restrictSelfFlags } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

const restrictBits = ({ abi }: Target): number =>
  Object.values(restrictSelfFlags).filter(flag => flag.abi <= abi).length

const addRuleBits = ({ abi }: Target): number =>
  Object.values(addRuleFlags).filter(flag => flag.abi <= abi).length

const call = (restrict: boolean, ruleset: RulesetRef, flags: number): Op =>
  restrict
    ? { kind: 'restrict_self', ruleset, flags }
    : {
        kind: 'add_rule',
        ruleset,
        type: 'net_port',
        attr: { allowed_access: ['bind_tcp'], port: 'a' },
        flags,
      }

/** Flags that the ABI does not have are EINVAL, before the descriptor is looked at. */
export const unknownFlagsAreInvalid: Spec = {
  name: 'unknown-flags-are-invalid',
  older: true,
  programs: target =>
    fc
      .record({
        bit: fc.constantFrom(0, 1, 2, 3, 4, 5, 15, 31),
        ruleset: fc.constantFrom<RulesetRef[]>('none', 'foreign', 0),
        restrict: fc.boolean(),
      })
      .filter(({ bit, restrict }) => bit >= (restrict ? restrictBits(target) : addRuleBits(target)))
      .map(({ bit, ruleset, restrict }) => program(call(restrict, ruleset, 2 ** bit))),
  holds: trace => lastOf(trace, 'add_rule', 'restrict_self') === 'EINVAL',
  refutedBy: withOutcome('EBADF', op => op.kind === 'restrict_self' || op.kind === 'add_rule'),
}
