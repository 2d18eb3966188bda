import fc from 'fast-check'
import { create, program } from '../arbitrary/ops.js'
import { pageSizeOf } from '../attr-size.js'
import { sizeMax } from '../ops/values.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A pointer to where no memory is, is EFAULT, once size, flags and descriptor are found right. */
export const unmappedAttributesAreEfault: Spec = {
  name: 'unmapped-attributes-are-efault',
  programs: target =>
    fc.oneof(
      fc
        .constantFrom(0, 7, 8, 16, 24, 48, 64, pageSizeOf(target), pageSizeOf(target) + 1, sizeMax)
        .map(size => program({ kind: 'create_ruleset', as: 0, attr: 'unmapped', size })),
      fc.constantFrom('net_port' as const, 'path_beneath' as const, 9).map(type =>
        program(create(target, 0, { handled_access_net: ['bind_tcp'], handled_access_fs: ['read_file'] }), {
          kind: 'add_rule',
          ruleset: 0,
          type,
          attr: 'unmapped',
        }),
      ),
    ),
  holds(trace, target) {
    const op = trace.at(-1)?.op
    if (op?.kind === 'add_rule') return lastOf(trace, 'add_rule') === (op.type === 9 ? 'EINVAL' : 'EFAULT')
    if (op?.kind !== 'create_ruleset') return false
    const expected =
      op.size === sizeMax || op.size > pageSizeOf(target) ? 'E2BIG' : op.size < 8 ? 'EINVAL' : 'EFAULT'
    return lastOf(trace, 'create_ruleset') === expected
  },
  refutedBy: withOutcome('EINVAL', op => op.kind === 'create_ruleset' || op.kind === 'add_rule'),
}
