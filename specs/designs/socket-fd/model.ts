import { isInside } from '../../model/scope.js'
import type { Layer, Socket } from '../../model/state.js'
import { families, socketTypes } from '../../uapi/socket.js'
import { denialOf, grantsByKind, handles, judgeKind, kindOf, type SocketVerdict } from '../judge.js'

/** The calls that count as use of a descriptor. */
export type UseCall =
  | 'bind'
  | 'listen'
  | 'accept'
  | 'connect'
  | 'send'
  | 'recv'
  | 'shutdown'
  | 'setsockopt'
  | 'getsockopt'
  | 'getsockname'
  | 'getpeername'

type OpenedSocket = Pick<Socket, 'family' | 'type' | 'domain'>

/** The two ends of a program's mailbox, which were opened before any layer. */
export const mailboxEnd: OpenedSocket = {
  family: families.AF_UNIX,
  type: socketTypes.SOCK_SEQPACKET,
  domain: [],
}

/**
 * Whether a process may use a socket: for each layer, it was opened inside of it, or the layer grants it.
 * It is the opener that counts, not a mark on the open file, which would bind everybody who shares it.
 */
export const judgeUse = (layers: readonly Layer[], socket: OpenedSocket, call: UseCall): SocketVerdict => {
  const kind = { domain: socket.family, type: socket.type }
  const layer = layers.findLast(
    one => handles(one, 'use') && !isInside(layers, socket.domain, one) && !grantsByKind(one, 'use', kind),
  )
  return layer === undefined
    ? null
    : { clause: `socket-fd.use-${call}`, denial: denialOf(layer, 'use', kind) }
}

/** Whether a process may be given a descriptor of a socket, by SCM_RIGHTS or by pidfd_getfd(2). */
export const judgeReceive = (
  layers: readonly Layer[],
  socket: Socket,
  by: 'message' | 'taking',
): SocketVerdict => judgeKind(layers, 'receive', kindOf(socket), `socket-fd.receive-${by}`)

/** Whether a process may send a descriptor of a socket by SCM_RIGHTS. */
export const judgeSend = (layers: readonly Layer[], socket: Socket): SocketVerdict =>
  judgeKind(layers, 'send', kindOf(socket), 'socket-fd.send')
