import type { FoundSocket } from './branch.js'
import { isAny, sourceFor } from './hosts.js'
import { meets } from './ports.js'
import type { Local, PortKey, Socket, State } from './state.js'
import { withSocket } from './state.js'

/** A datagram on its way: from the address and the port of a socket, to a loopback address and port. */
type Datagram = { readonly from: Socket; readonly to: Local }

const sourceOf = ({ from, to }: Datagram): Local['host'] => sourceFor(from, to.host)

/** Port 0 of a peer is any port of its host (udp.c: compute_score, "inet->inet_dport"). */
const isPeer = ({ peer }: Socket, host: Local['host'], port: PortKey | undefined): boolean =>
  peer !== null && peer.host === host && (peer.port === 0 || peer.port === port)

/** A connected socket takes only what comes from its peer (udp.c: compute_score). */
const takes = (socket: Socket, datagram: Datagram): boolean =>
  socket.phase !== 'connected' || isPeer(socket, sourceOf(datagram), datagram.from.local?.port)

/** Connected sockets are looked for first, those with a port first of all, then those bound to the address (udp.c: __udp4_lib_lookup). */
const rank = ({ phase, local, peer }: Socket): number => {
  if (phase === 'connected') return peer?.port === 0 ? 2 : 3
  return local === null || isAny(local.host) ? 0 : 1
}

const allOf = (state: State, wanted: (socket: Socket) => boolean): readonly FoundSocket[] =>
  state.sockets.flatMap((socket, id) => (socket !== undefined && wanted(socket) ? [{ id, socket }] : []))

/** The sockets of which one receives a datagram. */
const receiversOf = (state: State, datagram: Datagram): readonly number[] => {
  const all = allOf(state, one => meets(one, datagram.from, datagram.to) && takes(one, datagram))
  const ranks = all.map(({ socket }) => rank(socket))
  const shared = all.some(({ socket }) => socket.options.reusePort)
  return (shared ? all : all.filter((_, index) => ranks[index] === Math.max(...ranks))).map(({ id }) => id)
}

/** The connected sockets of which one is told that nobody received: who sent, or has its port and its peer (udp.c: udp_err). */
const concernedBy = (state: State, datagram: Datagram): readonly number[] => {
  const { from, to } = datagram
  const host = sourceOf(datagram)
  return allOf(
    state,
    one =>
      one.phase === 'connected' &&
      isPeer(one, to.host, to.port) &&
      from.local !== null &&
      meets(one, from, { host, port: from.local.port }),
  ).map(({ id }) => id)
}

const received = (state: State, id: number, isSure: boolean, from: Socket): State => {
  const { inbox = null, senders = [] } = state.sockets[id] ?? {}
  return withSocket(
    state,
    id,
    isSure && inbox !== null
      ? { inbox: inbox + 1, senders: [...senders, from.local?.port ?? 0] }
      : { inbox: null, senders: [] },
  )
}

const refused = (state: State, id: number, isSure: boolean): State =>
  withSocket(state, id, isSure ? { error: 'ECONNREFUSED' } : { refused: true })

/** A datagram arrives where it is sent to, or nobody is there, which a connected sender is told. A port that a ring may still hold is neither. */
export const arrive = (state: State, datagram: Datagram): State => {
  const receivers = receiversOf(state, datagram)
  if (receivers.length > 0) {
    const isSure = receivers.length === 1
    return receivers.reduce((before, id) => received(before, id, isSure, datagram.from), state)
  }
  const concerned = concernedBy(state, datagram)
  const isSure = concerned.length === 1 && !state.spent.includes(datagram.to.port)
  return concerned.reduce((before, id) => refused(before, id, isSure), state)
}
