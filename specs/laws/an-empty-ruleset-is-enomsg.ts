import fc from 'fast-check'
import { program } from '../arbitrary/ops.js'
import type { RulesetAttr } from '../program.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A ruleset that handles nothing is ENOMSG, with every size that is taken. */
export const anEmptyRulesetIsEnomsg: Spec = {
  name: 'an-empty-ruleset-is-enomsg',
  older: true,
  programs: () =>
    fc
      .record({
        attr: fc.constantFrom<RulesetAttr[]>(
          {},
          { handled_access_fs: [] },
          { handled_access_net: [], scoped: [] },
        ),
        size: fc.constantFrom(8, 9, 16, 24, 48, 64, 4096),
      })
      .map(({ attr, size }) => program({ kind: 'create_ruleset', as: 0, attr, size })),
  holds: trace => lastOf(trace, 'create_ruleset') === 'ENOMSG',
  refutedBy: withOutcome('EINVAL', op => op.kind === 'create_ruleset'),
}
