import fc from 'fast-check'
import { domain, right } from '../arbitrary/draw.js'
import { create, exercise, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf, stepsOf } from '../trace.js'
import { restrictSelfFlags } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

/** The logging flags, and TSYNC in a process of one thread, change no verdict and count as no layer of their own. */
export const loggingFlagsChangeNoVerdict: Spec = {
  name: 'logging-flags-change-no-verdict',
  applies: ({ abi }) => abi >= restrictSelfFlags.log_subdomains_off.abi,
  programs: target =>
    fc
      .record({
        flags: fc.integer({ min: 1, max: target.abi >= restrictSelfFlags.tsync.abi ? 15 : 7 }),
        mutes: fc.integer({ min: 0, max: 2 }),
        right: right(target),
        domain: domain(),
      })
      .map(({ flags, mutes, right, domain }) =>
        program(
          create(target, 0, { handled_access_net: [right] }),
          Array.from({ length: mutes }, () => ({
            kind: 'restrict_self' as const,
            ruleset: 'none' as const,
            flags: 4,
          })),
          Array.from({ length: 17 }, () => ({ kind: 'restrict_self' as const, ruleset: 0, flags })),
          exercise(right, 0, 'a', domain),
        ),
      ),
  holds(trace) {
    const outcomes = stepsOf(trace, 'restrict_self').map(({ outcome }) => outcome)
    return (
      outcomes.indexOf('E2BIG') === outcomes.length - 1 &&
      outcomes.slice(0, -1).every(outcome => outcome === 'OK') &&
      lastOf(trace, 'bind', 'connect') === 'EACCES'
    )
  },
  refutedBy: withOutcome(
    'E2BIG',
    (op, { processes }) => op.kind === 'restrict_self' && processes.get(0)?.layers.length === 15,
  ),
}
