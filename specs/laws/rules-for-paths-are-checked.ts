import fc from 'fast-check'
import { addPathRule, create, program } from '../arbitrary/ops.js'
import type { Mask } from '../program.js'
import type { Spec } from '../spec.js'
import { handledBy, lastOf } from '../trace.js'
import { addRuleFlags } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

const parents = ['directory', 'none', 'ruleset'] as const

/** A quiet rule, which kernels before ABI 10 know nothing of, and others take where the ruleset has something to be quiet about. */
const quiet = 1 << addRuleFlags.quiet.bit

/** A rule for a directory is checked like one for a port: empty, then handled, then of use, and last its parent descriptor. */
export const rulesForPathsAreChecked: Spec = {
  name: 'rules-for-paths-are-checked',
  programs: target =>
    fc
      .record({
        parent: fc.constantFrom(...parents),
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
          addPathRule(0, allow, parent),
        ),
      ),
  always: target =>
    parents.map(parent =>
      program(create(target, 0, { handled_access_fs: ['read_file'] }), {
        ...addPathRule(0, ['read_file'], parent),
        flags: quiet,
      }),
    ),
  holds(trace) {
    const op = trace.at(-1)?.op
    if (op?.kind !== 'add_rule' || op.attr === null || op.attr === 'unmapped' || !('parent' in op.attr))
      return false
    if (op.flags === quiet) return lastOf(trace, 'add_rule') === 'EINVAL'
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
