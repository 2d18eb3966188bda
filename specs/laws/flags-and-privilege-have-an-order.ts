import fc from 'fast-check'
import { program } from '../arbitrary/ops.js'
import type { RulesetRef } from '../program.js'
import type { Spec } from '../spec.js'
import type { Behaviour, Target } from '../target.js'
import { lastOf } from '../trace.js'
import { restrictSelfFlags } from '../uapi/landlock.js'
import { withTarget } from '../wrong.js'

const flagsFirst: Behaviour = 'flags_before_privilege'

/** Flags that the ABI does not have, alone and beside those that it has. */
const unknownFlags = ({ abi }: Target): readonly number[] => {
  const known = Object.values(restrictSelfFlags).filter(flag => flag.abi <= abi).length
  const all = 2 ** known - 1
  return [2 ** known, 2 ** known + all, 2 ** 15, 2 ** 31]
}

/** Without privilege and with unknown flags, restrict_self answers EINVAL where flags are looked at first, and else EPERM. */
export const flagsAndPrivilegeHaveAnOrder: Spec = {
  name: 'flags-and-privilege-have-an-order',
  older: true,
  programs: target =>
    fc
      .record({
        flags: fc.constantFrom(...unknownFlags(target)),
        ruleset: fc.constantFrom<RulesetRef[]>('none', 'foreign', 0),
      })
      .map(({ flags, ruleset }) => program({ kind: 'drop_caps' }, { kind: 'restrict_self', ruleset, flags })),
  holds: (trace, { behaviours }) =>
    lastOf(trace, 'restrict_self') === (behaviours.includes(flagsFirst) ? 'EINVAL' : 'EPERM'),
  refutedBy: withTarget(target => ({
    ...target,
    behaviours: target.behaviours.includes(flagsFirst)
      ? target.behaviours.filter(one => one !== flagsFirst)
      : [...target.behaviours, flagsFirst],
  })),
}
