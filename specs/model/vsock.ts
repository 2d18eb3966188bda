import type { Address } from '../program.js'
import { families, vsockAny, vsockLocal } from '../uapi/socket.js'
import { type Branch, type FoundSocket, fail, ok, unmodelled } from './branch.js'
import { lengthOf } from './ports.js'
import { isFull, noFlags, unconnected } from './sockets.js'
import { type PortKey, type Socket, type State, withSocket } from './state.js'

/** LAST_RESERVED_PORT of net/vmw_vsock/af_vsock.c, up to which a port takes a capability over the first user namespace. */
const lastReserved = 1023

/** Where a call on a vsock goes: the context and the port, or the errno of an address that is none. */
type Place = { readonly cid: number; readonly port: PortKey }

/** vsock_addr_cast(): the length, the family, and of an IP layout zeros where the context is. */
const placeOf = (address: Address, port: PortKey): Place | null => {
  if ('cid' in address) return { cid: address.cid, port }
  if (!('host' in address) || families[address.family] !== families.AF_VSOCK || lengthOf(address) < 16)
    return null
  return { cid: 0, port: 0 }
}

/** Whether the kernel keeps ports apart by network is another thing from release to release. */
const isApart = ({ nets }: State): boolean => nets.length > 1

const isIn = (socket: Socket | undefined): socket is Socket =>
  socket !== undefined && socket.transport === 'vsock'

/** Contexts are this one or any, so that a port is taken in both (af_vsock.c: __vsock_find_bound_socket_net). */
const holderOf = (state: State, port: PortKey): number =>
  state.sockets.findIndex(one => isIn(one) && one.home?.port === port)

const isSpent = (state: State, port: PortKey): boolean => state.spent.includes(`vsock:${port}`)

const given = (id: number): PortKey => `vsock:${id}`

const bound = (state: State, id: number, port: PortKey): State => {
  const local = { host: 'vsock', port } as const
  return withSocket(state, id, { local, home: local })
}

/**
 * bind(2) of a vsock.
 * Order: the address, a port that it has, the context, then a reserved port and one in use (af_vsock.c: __vsock_bind).
 */
export const bindVsock = (
  state: State,
  { id, socket }: FoundSocket,
  address: Address,
  port: PortKey,
): readonly Branch[] => {
  const place = placeOf(address, port)
  if (place === null) return fail(state, 'EINVAL', 'vsock.invalid')
  if (socket.local !== null) return fail(state, 'EINVAL', 'vsock.bound')
  if (place.cid === 0) return fail(state, 'EADDRNOTAVAIL', 'vsock.not-here')
  if (isApart(state) || (place.cid !== vsockLocal && place.cid !== vsockAny))
    return unmodelled('vsock.context')
  if (place.port === vsockAny) return ok(bound(state, id, given(id)), 'vsock.bind')
  if (typeof port === 'number' && port <= lastReserved) return unmodelled('opaque.low')
  if (isSpent(state, port)) return unmodelled('port.spent')
  if (holderOf(state, port) >= 0) return fail(state, 'EADDRINUSE', 'vsock.in-use')
  return ok(bound(state, id, port), 'vsock.bind')
}

/** A connection waits at its listener, and has the port of that without holding it (virtio_transport_common.c: virtio_transport_recv_listen). */
const join = (state: State, { id, socket }: FoundSocket, server: FoundSocket): State => {
  const child = state.sockets.length
  const accepted: Socket = {
    ...server.socket,
    ...{ ...unconnected, phase: 'connected', home: null, queue: [], other: id, flags: noFlags },
  }
  const joined = { ...state, sockets: [...state.sockets, accepted] }
  const queued = withSocket(joined, server.id, { queue: [...server.socket.queue, child] })
  const local = socket.local ?? { host: 'vsock', port: given(id) }
  return withSocket(queued, id, { phase: 'connected', local, home: local, other: child })
}

/** Nobody listens there, or nobody of that type, or no more may wait: a reset. */
const refuse = (state: State, { id, socket }: FoundSocket): readonly Branch[] => {
  const bounded = socket.local === null ? bound(state, id, given(id)) : state
  return fail(bounded, 'ECONNRESET', 'vsock.refused')
}

/**
 * connect(2) of a vsock.
 * Order: what the socket does, the address, the transport of that context, a port of its own, and then the other end
 * (af_vsock.c: vsock_connect).
 */
export const connectVsock = (
  state: State,
  found: FoundSocket,
  address: Address,
  port: PortKey,
): readonly Branch[] => {
  const { socket } = found
  if (socket.phase === 'connected')
    return socket.refused ? unmodelled('vsock.ended') : fail(state, 'EISCONN', 'vsock.connected')
  const place = placeOf(address, port)
  if (place === null || socket.phase === 'listening') return fail(state, 'EINVAL', 'vsock.invalid')
  if (isApart(state) || place.cid !== vsockLocal) return unmodelled('vsock.context')
  if (isSpent(state, place.port)) return unmodelled('port.spent')
  if (socket.local?.port === place.port) return unmodelled('vsock.itself')
  if (socket.flags.doesNotWait) return unmodelled('vsock.begun')
  const id = holderOf(state, place.port)
  const server = state.sockets[id]
  if (server === undefined) return refuse(state, found)
  if (server.phase === 'connected') return unmodelled('vsock.ended')
  if (server.phase !== 'listening' || server.type !== socket.type || isFull(server))
    return refuse(state, found)
  return ok(join(state, found, { id, socket: server }), 'vsock.connect')
}

/** listen(2) of a vsock, which has to have a port. */
export const listenVsock = (
  state: State,
  { id, socket }: FoundSocket,
  backlog: number | null,
): readonly Branch[] =>
  socket.phase === 'connected' || socket.local === null
    ? fail(state, 'EINVAL', 'vsock.unbound')
    : ok(withSocket(state, id, { phase: 'listening', backlog }), 'vsock.listen')

/** Bytes to the other end of a vsock, which takes no address. */
export const sendVsock = (
  state: State,
  { socket }: FoundSocket,
  isAddressed: boolean,
  bytes: number,
): readonly Branch[] => {
  const { phase, refused, other, type } = socket
  if (refused) return unmodelled('vsock.ended')
  const isConnected = phase === 'connected'
  if (isAddressed)
    return isConnected
      ? fail(state, 'EISCONN', 'vsock.connected')
      : fail(state, 'EOPNOTSUPP', 'vsock.send-to')
  if (!isConnected) return fail(state, 'ENOTCONN', 'vsock.not-connected')
  const peer = other === null ? undefined : state.sockets[other]
  if (other === null || peer === undefined || peer.inbox === null) return unmodelled('vsock.ended')
  const arrived = type === 1 ? bytes : 1
  return ok(withSocket(state, other, { inbox: peer.inbox + arrived }), 'vsock.send')
}

/** So many bytes, or a message, of a vsock. */
export const recvVsock = (state: State, { id, socket }: FoundSocket, bytes: number): readonly Branch[] => {
  const { phase, refused, inbox, type } = socket
  if (refused || inbox === null) return unmodelled('vsock.ended')
  if (phase !== 'connected') return fail(state, 'ENOTCONN', 'vsock.not-connected')
  if (inbox === 0) return fail(state, 'EAGAIN', 'recv.nothing')
  return ok(withSocket(state, id, { inbox: inbox - (type === 1 ? Math.min(bytes, inbox) : 1) }), 'vsock.recv')
}

/** What an end of a connection does after one of both was shut down is not for the model to say. */
const leaving = (state: State, other: number | null): State =>
  other === null || state.sockets[other] === undefined ? state : withSocket(state, other, { refused: true })

/** shutdown(2) of a vsock. */
export const shutVsock = (state: State, { id, socket }: FoundSocket): readonly Branch[] => {
  if (socket.phase !== 'connected') return fail(state, 'ENOTCONN', 'vsock.not-connected')
  if (socket.refused) return unmodelled('vsock.ended')
  return ok(leaving(withSocket(state, id, { refused: true }), socket.other), 'vsock.shutdown')
}

/** The last descriptor of a vsock is closed: its port is given back once the other end knows that. */
export const closeVsock = (state: State, id: number): State => {
  const socket = state.sockets[id]
  if (socket === undefined) return state
  const { phase, other, queue, home } = socket
  const left = queue.reduce((before, child) => leaving(before, before.sockets[child]?.other ?? null), state)
  if (phase !== 'connected' || home === null) return leaving(left, other)
  return leaving({ ...left, spent: [...left.spent, `vsock:${home.port}`] }, other)
}
