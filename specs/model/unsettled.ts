import type { Op, Slot } from '../program.js'
import { actorOf, type Branch } from './branch.js'
import { portOwner } from './ports.js'
import type { Socket, State } from './state.js'

/** A branch after which a socket is on a list. */
const listing =
  (list: 'unsettled' | 'held') =>
  (op: Op, branch: Branch): Branch => {
    const { next } = branch
    const slot = 'socket' in op ? op.socket : undefined
    const id = slot === undefined ? undefined : next.processes.get(actorOf(op))?.sockets.get(slot)
    return id === undefined ? branch : { ...branch, next: { ...next, [list]: [...next[list], id] } }
  }

/** A branch after which nobody knows yet how a connection ended. */
export const unsettled = listing('unsettled')

/** A branch after which somebody else may hold the socket for a moment. */
export const held = listing('held')

/**
 * Connections that nobody accepted are reset when their listener ends (inet_connection_sock.c: inet_csk_listen_stop), and one
 * whose peer sent what was not read when a socket ends (tcp.c: __tcp_close, "data_was_unread"). They give back their ports.
 * Which of all connections these are the model does not know.
 */
export const withReset = (state: State, { phase, queue }: Socket): State => {
  if (phase === 'idle' || (phase === 'listening' && queue === 0)) return state
  const reset = state.sockets.flatMap((socket, id) =>
    socket?.phase === 'connected' && (phase === 'listening' || socket.sent) ? [id] : [],
  )
  return { ...state, unsettled: [...state.unsettled, ...reset] }
}

/** The slots that an op is about, by itself or by the port of a socket. */
const slotsOf = (op: Op): readonly Slot[] => {
  const named = portOwner(op)
  const all = named === undefined ? [] : [named]
  return 'socket' in op && op.kind !== 'close' ? [op.socket, ...all] : all
}

/** Whether an op is about a socket of which the model cannot say yet how it is. */
export const isUnsettled = ({ unsettled, processes }: State, op: Op): boolean =>
  unsettled.length > 0 &&
  slotsOf(op).some(slot => unsettled.includes(processes.get(actorOf(op))?.sockets.get(slot) ?? -1))
