import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { exercise, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf, stepsOf } from '../trace.js'
import { restrictSelfFlags } from '../uapi/landlock.js'
import { reading } from '../wrong.js'

/** restrict_self takes fd -1 with LANDLOCK_RESTRICT_SELF_LOG_SUBDOMAINS_OFF alone, adds no layer, and still needs privilege. */
export const mutingNeedsNoRuleset: Spec = {
  name: 'muting-needs-no-ruleset',
  applies: ({ abi }) => abi >= restrictSelfFlags.log_subdomains_off.abi,
  programs: () =>
    fc
      .record({ flags: fc.constantFrom(1, 2, 3, 4, 5, 6, 7), domain: domain(), dropped: fc.boolean() })
      .map(({ flags, domain, dropped }) =>
        program(
          dropped ? [{ kind: 'drop_caps' as const }] : [],
          { kind: 'restrict_self', ruleset: 'none', flags },
          exercise('bind_tcp', 0, 'a', domain),
        ),
      ),
  holds(trace) {
    const [mute] = stepsOf(trace, 'restrict_self')
    const isDropped = stepsOf(trace, 'drop_caps').length > 0
    const isAlone = mute?.op.kind === 'restrict_self' && mute.op.flags === 4
    const expected = isDropped ? 'EPERM' : isAlone ? 'OK' : 'EBADF'
    return mute?.outcome === expected && lastOf(trace, 'bind') === 'OK'
  },
  refutedBy: reading(op => (op.kind === 'restrict_self' ? { ...op, flags: 4 } : op)),
}
