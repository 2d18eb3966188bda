import fc from 'fast-check'
import { blamed, deniers, levels, logs, stack, tryPorts } from '../arbitrary/audit.js'
import { right } from '../arbitrary/draw.js'
import { program } from '../arbitrary/ops.js'
import { logOf } from '../records.js'
import type { Spec } from '../spec.js'
import { withLayers } from '../wrong.js'

/** Of several layers that deny, the one enforced last is named, by an id that no other layer has. */
export const theYoungestDenyingLayerIsBlamed: Spec = {
  name: 'the-youngest-denying-layer-is-blamed',
  applies: logs,
  programs: target =>
    fc
      .record({ right: right(target), layers: levels([0], false) })
      .map(({ right, layers }) => program(stack(target, right, layers), tryPorts(right))),
  holds(trace) {
    const layers = blamed(trace)
    const domains = deniers(trace).map(([domain = 0]) => domain)
    const order = [...new Set(layers)].filter(layer => layer >= 0)
    return (
      deniers(trace).every((all, index) => all.length === ((layers[index] ?? -1) < 0 ? 0 : 1)) &&
      layers.every((layer, index) => domains[index] === order.indexOf(layer) + 1) &&
      logOf(trace).every(({ kind, about }) => kind === 'deny' || about.join() === 'by=0')
    )
  },
  refutedBy: withLayers(layers => layers.toReversed()),
}
