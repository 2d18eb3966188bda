import fc from 'fast-check'
import { program } from '../arbitrary/ops.js'
import { noDescriptor } from '../ops/values.js'
import type { RulesetRef } from '../program.js'
import type { Spec } from '../spec.js'
import { withOutcome } from '../wrong.js'

/** Where a ruleset is wanted, a descriptor that is not open is EBADF and one of something else is EBADFD. */
export const rulesetDescriptorsAreChecked: Spec = {
  name: 'ruleset-descriptors-are-checked',
  programs: () =>
    fc
      .record({
        ruleset: fc.constantFrom<RulesetRef[]>('none', noDescriptor, 'foreign', 3),
        restrict: fc.boolean(),
        nnp: fc.boolean(),
      })
      .map(({ ruleset, restrict, nnp }) =>
        program(
          nnp ? [{ kind: 'no_new_privs' as const }, { kind: 'drop_caps' as const }] : [],
          restrict
            ? { kind: 'restrict_self', ruleset }
            : {
                kind: 'add_rule',
                ruleset,
                type: 'net_port',
                attr: { allowed_access: ['bind_tcp'], port: 'a' },
              },
        ),
      ),
  holds(trace) {
    const last = trace.at(-1)
    if (last?.op.kind !== 'restrict_self' && last?.op.kind !== 'add_rule') return false
    return last.outcome === (last.op.ruleset === 'foreign' ? 'EBADFD' : 'EBADF')
  },
  refutedBy: withOutcome('EBADF', op => op.kind === 'restrict_self' || op.kind === 'add_rule'),
}
