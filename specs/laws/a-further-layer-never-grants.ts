import fc from 'fast-check'
import { anyPort, domain, policy, right } from '../arbitrary/draw.js'
import { by, close, exercise, layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

/** What a process may not do, its child with one more layer may not do either. */
export const aFurtherLayerNeverGrants: Spec = {
  name: 'a-further-layer-never-grants',
  programs: target =>
    fc
      .record({
        right: right(target),
        port: anyPort(),
        domain: domain(),
        outer: policy(target),
        inner: policy(target),
      })
      .map(({ right, port, domain, outer, inner }) =>
        program(
          layer(target, 0, outer.handled, outer.grants),
          { kind: 'fork', child: 1 },
          exercise(right, 0, port, domain),
          close(0),
          by(1, layer(target, 1, inner.handled, inner.grants), exercise(right, 1, port, domain)),
        ),
      ),
  holds(trace) {
    const [parent, child] = stepsOf(trace, 'bind', 'connect')
    return parent?.outcome !== 'EACCES' || child?.outcome === 'EACCES'
  },
  refutedBy: withLayers(layers => (layers.length > 1 ? layers.slice(1) : layers)),
}
