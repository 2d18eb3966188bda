import fc from 'fast-check'
import { domain, right } from '../arbitrary/draw.js'
import { exercise, layer, program } from '../arbitrary/ops.js'
import type { Port } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOp } from '../wrong.js'

/** A rule for one port says nothing about another. */
export const aRuleGrantsItsPortOnly: Spec = {
  name: 'a-rule-grants-its-port-only',
  programs: target =>
    fc
      .record({
        right: right(target),
        domain: domain(),
        granted: fc.constantFrom<Port[]>('a', 0, 8080),
        other: fc.constantFrom<Port[]>('b', 8081, 65535),
      })
      .map(({ right, domain, granted, other }) =>
        program(
          layer(target, 0, [right], [{ allow: [right], port: granted }]),
          exercise(right, 0, other, domain),
          exercise(right, 1, granted, domain),
        ),
      ),
  holds(trace) {
    const [other, granted] = stepsOf(trace, 'bind', 'connect')
    return other?.outcome === 'EACCES' && granted?.outcome !== 'EACCES'
  },
  refutedBy: withOp(op =>
    op.kind === 'bind' && !('name' in op.address) ? { ...op, address: { ...op.address, port: 'a' } } : op,
  ),
}
