import fc from 'fast-check'
import { policy } from '../arbitrary/draw.js'
import { layer, program } from '../arbitrary/ops.js'
import type { Outcome } from '../outcome.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** ABI and errata are the same inside a sandbox as outside, and without any privilege. */
export const versionsDoNotChange: Spec = {
  name: 'versions-do-not-change',
  everywhere: true,
  programs: target =>
    fc
      .record({ what: fc.constantFrom('abi' as const, 'errata' as const), policy: policy(target) })
      .map(({ what, policy }) =>
        program(
          { kind: 'query', what },
          layer(target, 0, policy.handled, policy.grants),
          { kind: 'drop_caps' },
          { kind: 'query', what },
        ),
      ),
  holds(trace) {
    const versions = new Map<string, Outcome>()
    return stepsOf(trace, 'query').every(({ op, outcome }) => {
      const what = op.kind === 'query' ? op.what : ''
      const before = versions.get(what) ?? outcome
      versions.set(what, before)
      return before === outcome
    })
  },
  refutedBy: withOutcome(
    '=0',
    (op, state) => op.kind === 'query' && state.processes.get(0)?.capabilities.length === 0,
  ),
}
