import fc from 'fast-check'
import { create, program } from '../arbitrary/ops.js'
import type { Mask } from '../program.js'
import type { Spec } from '../spec.js'
import { handledBy, lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A rule for a directory is checked like one for a port: empty, then handled, and last its parent descriptor. */
export const rulesForPathsAreChecked: Spec = {
  name: 'rules-for-paths-are-checked',
  programs: target =>
    fc
      .record({
        parent: fc.constantFrom('directory' as const, 'none' as const, 'ruleset' as const),
        allow: fc.constantFrom<Mask[]>(
          [],
          ['read_file'],
          ['write_file'],
          ['read_file', 'bit_40'],
          ['bit_63'],
        ),
        net: fc.boolean(),
      })
      .map(({ parent, allow, net }) =>
        program(
          create(
            target,
            0,
            net ? { handled_access_net: ['bind_tcp'] } : { handled_access_fs: ['read_file'] },
          ),
          {
            kind: 'add_rule',
            ruleset: 0,
            type: 'path_beneath',
            attr: { allowed_access: allow, parent },
          },
        ),
      ),
  holds(trace) {
    const op = trace.at(-1)?.op
    if (op?.kind !== 'add_rule' || op.attr === null || op.attr === 'unmapped' || !('parent' in op.attr))
      return false
    const { allowed_access, parent } = op.attr
    const handled = handledBy(trace[0]?.op).handled_access_fs ?? []
    const last = parent === 'directory' ? 'OK' : parent === 'none' ? 'EBADF' : 'EBADFD'
    const areHandled = allowed_access.every(right => handled.includes(right))
    return (
      lastOf(trace, 'add_rule') === (allowed_access.length === 0 ? 'ENOMSG' : areHandled ? last : 'EINVAL')
    )
  },
  refutedBy: withOutcome('OK', op => op.kind === 'add_rule'),
}
