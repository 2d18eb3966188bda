import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { exercise, layer, program, rightsOf } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

/** Rules of one layer for one port add up: each further one grants what it names and takes nothing back. */
export const rulesOfALayerAddUp: Spec = {
  name: 'rules-of-a-layer-add-up',
  programs: target =>
    fc
      .record({
        domain: domain(),
        rights: fc.shuffledSubarray([...rightsOf(target)].slice(0, 4), { minLength: 2 }),
      })
      .map(({ domain, rights }) =>
        program(
          layer(
            target,
            0,
            rights,
            rights.flatMap(right => [
              { allow: [right], port: 'a' as const },
              ...(right === 'bind_udp' ? [{ allow: [right], port: 0 }] : []),
            ]),
          ),
          rights.flatMap((right, slot) => exercise(right, slot, 'a', domain)),
        ),
      ),
  holds: trace => stepsOf(trace, 'bind', 'connect').every(({ outcome }) => outcome !== 'EACCES'),
  refutedBy: withLayers(layers =>
    layers.map(layer => ({
      ...layer,
      rules: new Map([...layer.rules].map(([port, mask]) => [port, mask & -mask])),
    })),
  ),
}
