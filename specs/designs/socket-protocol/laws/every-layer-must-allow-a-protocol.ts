import { type EndingCase, ending } from '../../../arbitrary/ends.js'
import { at, bind, layer, tcp } from '../../../arbitrary/ops.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { withLayers } from '../../../wrong.js'
import { having, kinds, type NamedKind, socketLayer } from '../../ops.js'

const casesOf = (target: Target): readonly EndingCase[] => {
  const allowing = (allowed: readonly NamedKind[]) => (slot: number) =>
    socketLayer(target, slot, ['protocol'], allowed)
  const [allows, denies] = [allowing([kinds.tcp]), allowing([kinds.udp, kinds.tcp6])]
  const ends = (first: typeof allows, second: typeof allows, outcome: EndingCase['ends']): EndingCase => ({
    ops: [tcp(0), first(0), second(1), bind(0, at('a'))],
    ends: outcome,
  })
  const silent = (slot: number) => layer(target, slot, ['connect_tcp'])
  return [
    ends(allows, allows, 'OK'),
    ends(allows, denies, 'EACCES'),
    ends(denies, allows, 'EACCES'),
    ends(denies, denies, 'EACCES'),
    ends(allows, silent, 'OK'),
    ends(silent, allows, 'OK'),
    ends(silent, denies, 'EACCES'),
    ends(denies, silent, 'EACCES'),
  ]
}

/** Every layer that handles protocols has to allow one; a layer that does not has no say. */
export const everyLayerMustAllowAProtocol: Spec = {
  name: 'every-layer-must-allow-a-protocol',
  applies: having('socket-protocol'),
  ...ending(casesOf),
  refutedBy: withLayers(layers => layers.slice(-1), ['bind']),
}
