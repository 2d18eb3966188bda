import fc from 'fast-check'
import { anyPort, domain, policy, right } from '../arbitrary/draw.js'
import { by, close, enforce, exercise, layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

/** The same ruleset enforced again changes no outcome. */
export const enforcingTwiceIsEnforcingOnce: Spec = {
  name: 'enforcing-twice-is-enforcing-once',
  programs: target =>
    fc
      .record({ right: right(target), port: anyPort(), domain: domain(), policy: policy(target) })
      .map(({ right, port, domain, policy }) =>
        program(
          layer(target, 0, policy.handled, policy.grants),
          { kind: 'fork', child: 1 },
          exercise(right, 0, port, domain),
          close(0),
          by(1, enforce(0), exercise(right, 1, port, domain)),
        ),
      ),
  holds(trace) {
    const [once, twice] = stepsOf(trace, 'bind', 'connect')
    return once?.outcome === twice?.outcome
  },
  refutedBy: withLayers(layers =>
    layers.length > 1 ? layers.map(layer => ({ ...layer, rules: new Map() })) : layers,
  ),
}
