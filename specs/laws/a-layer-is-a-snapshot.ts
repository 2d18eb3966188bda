import fc from 'fast-check'
import { domain, right } from '../arbitrary/draw.js'
import { addRule, enforce, exercise, layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

/** Rules added to a ruleset after it was enforced do not reach the domain. */
export const aLayerIsASnapshot: Spec = {
  name: 'a-layer-is-a-snapshot',
  programs: target =>
    fc
      .record({ right: right(target), domain: domain(), again: fc.boolean() })
      .map(({ right, domain, again }) =>
        program(
          layer(target, 0, [right]),
          addRule(0, { allow: [right], port: 'a' }),
          again ? enforce(0) : [],
          exercise(right, 0, 'a', domain),
        ),
      ),
  holds: trace => stepsOf(trace, 'bind', 'connect').every(({ outcome }) => outcome === 'EACCES'),
  refutedBy: withLayers(layers => layers.slice(1)),
}
