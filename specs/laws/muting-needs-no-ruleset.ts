import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { exercise, program } from '../arbitrary/ops.js'
import { noDescriptor } from '../ops/values.js'
import type { RulesetRef } from '../program.js'
import type { Spec } from '../spec.js'
import type { Behaviour, Target } from '../target.js'
import { lastOf, stepsOf } from '../trace.js'
import { restrictSelfFlags } from '../uapi/landlock.js'
import { withOp } from '../wrong.js'

const tsync = 1 << restrictSelfFlags.tsync.bit

/** The logging flags in every combination, those that a ruleset is needed for and the one that it is not; and with TSYNC. */
const flagsOf = ({ abi }: Target): readonly number[] =>
  [1, 2, 3, 4, 5, 6, 7].flatMap(flags =>
    abi >= restrictSelfFlags.tsync.abi ? [flags, flags | tsync, tsync] : [flags],
  )

const mutes = (behaviours: readonly Behaviour[]): readonly number[] =>
  behaviours.includes('mute_with_tsync') ? [4, 4 | tsync] : [4]

/** restrict_self takes fd -1 with LANDLOCK_RESTRICT_SELF_LOG_SUBDOMAINS_OFF, on newer kernels also with TSYNC and else alone; it adds no layer, and still needs privilege. Any other number that is no descriptor is EBADF. */
export const mutingNeedsNoRuleset: Spec = {
  name: 'muting-needs-no-ruleset',
  applies: ({ abi }) => abi >= restrictSelfFlags.log_subdomains_off.abi,
  programs: target =>
    fc
      .record({
        flags: fc.constantFrom(...flagsOf(target)),
        domain: domain(),
        dropped: fc.boolean(),
        ruleset: fc.constantFrom<RulesetRef[]>('none', 'none', noDescriptor),
      })
      .map(({ flags, domain, dropped, ruleset }) =>
        program(
          dropped ? [{ kind: 'drop_caps' as const }] : [],
          { kind: 'restrict_self', ruleset, flags },
          exercise('bind_tcp', 0, 'a', domain),
        ),
      ),
  holds(trace, { behaviours }) {
    const [mute] = stepsOf(trace, 'restrict_self')
    const isDropped = stepsOf(trace, 'drop_caps').length > 0
    const isAlone =
      mute?.op.kind === 'restrict_self' &&
      mute.op.ruleset === 'none' &&
      mutes(behaviours).includes(mute.op.flags ?? 0)
    const expected = isDropped ? 'EPERM' : isAlone ? 'OK' : 'EBADF'
    return mute?.outcome === expected && lastOf(trace, 'bind') === 'OK'
  },
  refutedBy: withOp(op => (op.kind === 'restrict_self' ? { ...op, flags: 4 } : op)),
}
