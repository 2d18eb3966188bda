import type { Layer, SocketKey } from '../../model/state.js'
import type { Target } from '../../target.js'
import { families, socketTypes } from '../../uapi/socket.js'
import { denialOf, grantsByKind, handles, type SocketVerdict } from '../judge.js'
import { grantsByProtocol, isOdd } from '../socket-create-v4/model.js'

/** What the creation hook is asked about: (AF_INET, SOCK_PACKET) has become AF_PACKET before. */
export const hookKey = (wanted: SocketKey): SocketKey =>
  wanted.domain === families.AF_INET && wanted.type === socketTypes.SOCK_PACKET
    ? { ...wanted, domain: families.AF_PACKET }
    : wanted

const clauseFor = (target: Target, { socketV4Rules }: Layer, { protocol }: SocketKey) => {
  if (socketV4Rules.length === 0) return 'socket-create.denied'
  return isOdd(target, protocol) ? 'socket-create-v4.odd-protocol' : 'socket-create-v4.denied'
}

/**
 * Whether a process may have a socket made: socket(2), socketpair(2), IORING_OP_SOCKET.
 * Both forms of rules add up; sockets that the kernel makes for itself are not asked about, nor is accept(2).
 */
export const judgeCreation = (target: Target, layers: readonly Layer[], key: SocketKey): SocketVerdict => {
  const layer = layers.findLast(
    one => handles(one, 'create') && !grantsByKind(one, 'create', key) && !grantsByProtocol(target, one, key),
  )
  if (layer === undefined) return null
  return { clause: clauseFor(target, layer, key), denial: denialOf(layer, 'create', key, key.protocol) }
}
