import type { Layer, SocketKey } from '../../model/state.js'
import { families, socketTypes } from '../../uapi/socket.js'
import { denialOf, grantsByKind, handles, type SocketVerdict } from '../judge.js'
import { grantsByProtocol } from '../socket-create-v4/model.js'

/** What the creation hook is asked about: (AF_INET, SOCK_PACKET) has become AF_PACKET before. */
export const hookKey = (wanted: SocketKey): SocketKey =>
  wanted.domain === families.AF_INET && wanted.type === socketTypes.SOCK_PACKET
    ? { ...wanted, domain: families.AF_PACKET }
    : wanted

/**
 * Whether a process may have a socket made: socket(2), socketpair(2), IORING_OP_SOCKET.
 * Both forms of rules add up; sockets that the kernel makes for itself are not asked about, nor is accept(2).
 */
export const judgeCreation = (layers: readonly Layer[], key: SocketKey): SocketVerdict => {
  const layer = layers.findLast(
    one => handles(one, 'create') && !grantsByKind(one, 'create', key) && !grantsByProtocol(one, key),
  )
  if (layer === undefined) return null
  const clause = layer.socketV4Rules.length > 0 ? 'socket-create-v4.denied' : 'socket-create.denied'
  return { clause, denial: denialOf(layer, 'create', key, key.protocol) }
}
