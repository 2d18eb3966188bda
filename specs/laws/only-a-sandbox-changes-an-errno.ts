import { by, layer, program, rightsOf } from '../arbitrary/ops.js'
import { anyCalls } from '../arbitrary/program.js'
import type { Spec } from '../spec.js'
import { withOutcome } from '../wrong.js'

/** A process that never enforced anything answers as if Landlock were not there, whatever its relatives enforce. */
export const onlyASandboxChangesAnErrno: Spec = {
  name: 'only-a-sandbox-changes-an-errno',
  programs: target =>
    anyCalls(target).map(calls =>
      program({ kind: 'fork', child: 1 }, by(1, layer(target, 0, rightsOf(target))), calls),
    ),
  holds: trace => trace.every(({ op, outcome }) => op.actor === 1 || outcome !== 'EACCES'),
  refutedBy: withOutcome('EACCES', op => op.kind === 'bind'),
}
