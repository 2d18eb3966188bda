import fc from 'fast-check'
import { domain, right } from '../arbitrary/draw.js'
import { exercise, layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withRules } from '../wrong.js'

const swap = (port: number): number => ((port & 0xff) << 8) | (port >> 8)

/** The port of a rule is in host order: the one with its bytes swapped stays denied. */
export const portsAreInHostOrder: Spec = {
  name: 'ports-are-in-host-order',
  programs: target =>
    fc
      .record({
        right: right(target),
        domain: domain(),
        port: fc.constantFrom(8080, 4660, 1281, 65280, 2049),
      })
      .map(({ right, domain, port }) =>
        program(
          layer(target, 0, [right], [{ allow: [right], port }]),
          exercise(right, 0, port, domain),
          exercise(right, 1, swap(port), domain),
        ),
      ),
  holds(trace) {
    const [same, swapped] = stepsOf(trace, 'bind', 'connect')
    return same?.outcome !== 'EACCES' && swapped?.outcome === 'EACCES'
  },
  refutedBy: withRules(rule => (typeof rule.port === 'number' ? { ...rule, port: swap(rule.port) } : rule)),
}
