import type { OpOf } from '../program.js'
import { socketTypes } from '../uapi/socket.js'
import { type Socket, type State, withSocket } from './state.js'

/** Which directions of a connection shutdown(2) ends. */
export type ShutdownHow = OpOf<'shutdown'>['how']

const socketAt = (state: State, id: number): Socket => {
  const socket = state.sockets[id]
  if (socket === undefined) throw new Error(`no socket ${id}`)
  return socket
}

/** The socket that this one has as its peer, unless that is gone. */
const peerOf = (state: State, id: number): number | null => {
  const { other } = socketAt(state, id)
  return other !== null && state.sockets[other] !== undefined ? other : null
}

const bothWays = { rd: true, wr: true } as const

/** Somebody else may still hold the socket for a moment, so that nobody knows when its other end hears of it. */
const isSure = ({ held }: State, id: number): boolean => !held.includes(id)

/** The other end of a stream goes away: for good, with an error if it had not received all (af_unix.c: unix_release_sock). */
const hearEnd = (state: State, id: number, isReset: boolean): State =>
  withSocket(state, id, {
    shut: bothWays,
    ...(isReset ? { error: 'ECONNRESET' as const } : {}),
  })

/** The last descriptor of a UNIX socket is closed; connections that nobody accepted are reset with it. */
export const closeUnix = (state: State, id: number): State => {
  const { type, queue, inbox, urgent } = socketAt(state, id)
  const peer = peerOf(state, id)
  const after =
    peer === null || type === socketTypes.SOCK_DGRAM
      ? state
      : isSure(state, id)
        ? hearEnd(state, peer, inbox !== 0 || urgent !== null)
        : { ...state, unsettled: [...state.unsettled, peer] }
  return queue.reduce<State>((before, child) => {
    const client = peerOf(before, child)
    const after = client === null ? before : hearEnd(before, client, true)
    return { ...after, sockets: after.sockets.with(child, undefined) }
  }, after)
}

/**
 * A datagram socket leaves its peer for another one, or for none: what waits there is lost, of which the old peer is told if it was
 * connected here (af_unix.c: unix_dgram_disconnected).
 */
export const leavePeer = (state: State, id: number, next: number | null): State => {
  const { other, inbox } = socketAt(state, id)
  if (other === null || other === next || inbox === 0) return state
  const emptied = withSocket(state, id, { inbox: 0, senders: [] })
  return state.sockets[other]?.other === id ? withSocket(emptied, other, { error: 'ECONNRESET' }) : emptied
}

/** What one end of a stream shuts down, the other one does not use any more (af_unix.c: unix_shutdown). */
export const shutUnix = (state: State, id: number, how: ShutdownHow): State => {
  const { type, shut } = socketAt(state, id)
  const [rd, wr] = [how !== 'SHUT_WR', how !== 'SHUT_RD']
  const noted = withSocket(state, id, { shut: { rd: shut.rd || rd, wr: shut.wr || wr } })
  const peer = peerOf(state, id)
  if (peer === null || type === socketTypes.SOCK_DGRAM) return noted
  const there = socketAt(noted, peer).shut
  return withSocket(noted, peer, { shut: { rd: there.rd || wr, wr: there.wr || rd } })
}
