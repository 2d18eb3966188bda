import fc from 'fast-check'
import { domain, right } from '../arbitrary/draw.js'
import { create, enforce, exercise, program } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { lastOf, stepsOf } from '../trace.js'
import { withOp } from '../wrong.js'

/** Enforcing needs no_new_privs or CAP_SYS_ADMIN; without either it is EPERM, and nothing is restricted. */
export const enforcingNeedsPrivilege: Spec = {
  name: 'enforcing-needs-privilege',
  programs: target =>
    fc
      .record({
        right: right(target),
        domain: domain(),
        before: fc.subarray<Op>([{ kind: 'no_new_privs' }, { kind: 'drop_caps' }]),
      })
      .map(({ right, domain, before }) =>
        program(
          create(target, 0, { handled_access_net: [right] }),
          before,
          enforce(0),
          exercise(right, 0, 'a', domain),
        ),
      ),
  holds(trace) {
    const isDropped = stepsOf(trace, 'drop_caps').length > 0
    const isRefused = isDropped && stepsOf(trace, 'no_new_privs').length === 0
    if (lastOf(trace, 'restrict_self') !== (isRefused ? 'EPERM' : 'OK')) return false
    return (lastOf(trace, 'bind', 'connect') === 'EACCES') !== isRefused
  },
  refutedBy: withOp(op => (op.kind === 'drop_caps' ? { kind: 'no_new_privs' } : op)),
}
