import type { OpKind } from '../program.js'
import { type Wrong, withLayers, withOutcome } from '../wrong.js'
import { socketBit } from './judge.js'
import type { SocketRight } from './uapi.js'

/** A model that forgets to ask for a right at some calls. */
export const forgetting = (right: SocketRight, ...calls: readonly OpKind[]): Wrong =>
  withLayers(
    layers => layers.map(layer => ({ ...layer, handledSocket: layer.handledSocket & ~socketBit(right) })),
    calls,
  )

/** A model that asks for a right at calls where it should not, and has no rule that grants it. */
export const demanding = (...calls: readonly OpKind[]): Wrong =>
  withOutcome('EACCES', (op, { processes }) => {
    const layers = processes.get(op.actor ?? 0)?.layers ?? []
    return calls.includes(op.kind) && layers.some(layer => layer.handledSocket !== 0)
  })
