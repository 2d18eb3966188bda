import fc from 'fast-check'
import { anyPort, domain, right } from '../arbitrary/draw.js'
import { by, exercise, layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** What a child enforces on itself restricts neither its parent nor its siblings. */
export const parentsStayFree: Spec = {
  name: 'parents-stay-free',
  programs: target =>
    fc
      .record({ right: right(target), port: anyPort(), domain: domain(), who: fc.constantFrom(0, 2) })
      .map(({ right, port, domain, who }) =>
        program(
          { kind: 'fork', child: 1 },
          { kind: 'fork', child: 2 },
          by(1, layer(target, 0, [right]), exercise(right, 0, port, domain)),
          by(who, exercise(right, 0, port, domain)),
        ),
      ),
  holds(trace) {
    const [child, other] = stepsOf(trace, 'bind', 'connect')
    return child?.outcome === 'EACCES' && other?.outcome !== 'EACCES'
  },
  refutedBy: withOutcome('EACCES', op => op.kind === 'bind' || op.kind === 'connect'),
}
