import fc from 'fast-check'
import { program } from '../../../arbitrary/ops.js'
import type { Spec } from '../../../spec.js'
import { stepsOf } from '../../../trace.js'
import { withLayers } from '../../../wrong.js'
import { creationLayer, kinds, knows, open } from '../../ops.js'

const all = [kinds.tcp, kinds.tcp6, kinds.udp, kinds.unix, kinds.inbox, kinds.netlink] as const

/** A kind is created only if every layer that handles creation allows it; a further layer never grants. */
export const everyLayerMustAllowAKind: Spec = {
  name: 'every-layer-must-allow-a-kind',
  applies: target => knows(target, 'create'),
  programs: target =>
    fc.array(fc.subarray([...all], { minLength: 2 }), { minLength: 1, maxLength: 3 }).map(layers =>
      program(
        layers.flatMap((allowed, slot) => creationLayer(target, slot, allowed)),
        all.map((kind, as) => open(as, kind)),
      ),
    ),
  holds(trace) {
    const allowed = new Map<number, Set<string>>()
    for (const { op } of trace)
      if (
        op.kind === 'add_rule' &&
        typeof op.ruleset === 'number' &&
        typeof op.attr === 'object' &&
        op.attr !== null
      ) {
        const domain = 'domain' in op.attr ? op.attr.domain : 'family' in op.attr ? op.attr.family : ''
        const type = 'type' in op.attr ? op.attr.type : ''
        allowed.set(op.ruleset, (allowed.get(op.ruleset) ?? new Set()).add(`${domain},${type}`))
      }
    const rulesets = [...allowed.values()]
    return stepsOf(trace, 'socket').every(
      ({ op, outcome }) =>
        op.kind === 'socket' &&
        (outcome === 'OK') === rulesets.every(one => one.has(`${op.domain},${op.type}`)),
    )
  },
  refutedBy: withLayers(layers => layers.slice(-1), ['socket']),
}
