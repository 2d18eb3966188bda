import fc from 'fast-check'
import { anyPort, domain, policy, right } from '../arbitrary/draw.js'
import { by, close, exercise, layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

/** A child is restricted like its parent was when it was forked, and cannot shed that. */
export const childrenInherit: Spec = {
  name: 'children-inherit',
  programs: target =>
    fc
      .record({
        policy: policy(target),
        right: right(target),
        port: anyPort(),
        domain: domain(),
        generations: fc.integer({ min: 1, max: 3 }),
      })
      .map(({ policy, right, port, domain, generations }) =>
        program(
          layer(target, 0, policy.handled, policy.grants),
          exercise(right, 0, port, domain),
          close(0),
          Array.from({ length: generations }, (_, age) => by(age, { kind: 'fork', child: age + 1 })).flat(),
          by(generations, exercise(right, 1, port, domain)),
        ),
      ),
  holds(trace) {
    const [parent, child] = stepsOf(trace, 'bind', 'connect')
    return parent?.outcome === child?.outcome
  },
  refutedBy: withLayers((layers, { sockets }) => (sockets.has(1) ? [] : layers)),
}
