import fc from 'fast-check'
import { domain, right } from '../arbitrary/draw.js'
import { exercise, layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf, portRule, stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

/** A port is allowed if and only if each layer that handles the right has a rule for it. */
export const everyLayerMustAgree: Spec = {
  name: 'every-layer-must-agree',
  programs: target =>
    fc
      .record({
        right: right(target),
        domain: domain(),
        grants: fc.array(fc.boolean(), { minLength: 2, maxLength: 5 }),
      })
      .map(({ right, domain, grants }) =>
        program(
          grants.flatMap((granted, slot) =>
            layer(target, slot, [right], [{ allow: [right], port: granted ? 'a' : 'b' }]),
          ),
          exercise(right, 0, 'a', domain),
        ),
      ),
  holds(trace) {
    const isGranted = stepsOf(trace, 'add_rule').every(({ op }) => portRule(op)?.port === 'a')
    return isGranted === (lastOf(trace, 'bind', 'connect') !== 'EACCES')
  },
  refutedBy: withLayers(layers => layers.slice(0, 1)),
}
