import fc from 'fast-check'
import { right } from '../arbitrary/draw.js'
import { addRule, create, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A rule that allows nothing is ENOMSG, even where its port or the ruleset would be wrong too. */
export const emptyRulesAreEnomsg: Spec = {
  name: 'empty-rules-are-enomsg',
  programs: target =>
    fc
      .record({ right: right(target), port: fc.constantFrom(0, 8080, 65535, 65536), files: fc.boolean() })
      .map(({ right, port, files }) =>
        program(
          create(target, 0, files ? { handled_access_fs: ['read_file'] } : { handled_access_net: [right] }),
          addRule(0, { allow: [], port }),
        ),
      ),
  holds: trace => lastOf(trace, 'add_rule') === 'ENOMSG',
  refutedBy: withOutcome('EINVAL', op => op.kind === 'add_rule'),
}
