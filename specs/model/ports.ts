import type { Address, Host, InetAddress, Op, Port, Slot } from '../program.js'
import { isUdp, type Transport } from '../right.js'
import { portRule } from '../trace.js'
import { families } from '../uapi/socket.js'
import { processOf } from './branch.js'
import { keptAs, overlap, sourceFor } from './hosts.js'
import type { Local, PortKey, Socket, State } from './state.js'

/** The slot of the socket whose port an op names, if it names one so. */
export const portOwner = (op: Op): Slot | undefined => {
  const port =
    'address' in op && op.address !== undefined && 'port' in op.address ? op.address.port : portRule(op)?.port
  return typeof port === 'string' && port.startsWith('of:') ? Number(port.slice(3)) : undefined
}

/** Whether an op names the port of a socket that has none, or of which the model does not know it. */
export const namesNoPort = (state: State, op: Op): boolean => {
  const slot = portOwner(op)
  const id = slot === undefined ? undefined : processOf(state, op)?.sockets.get(slot)
  const transport = id === undefined ? undefined : state.sockets[id]?.transport
  return transport === 'unix' || transport === 'vsock' || transport === 'opaque'
}

/** The port that an op names, as the model knows it; a socket that has none tells 0, or the one that it gave back. */
export const portKey = (state: State, op: Op, port: Port): PortKey => {
  if (typeof port === 'number' || !port.startsWith('of:')) return port
  const id = processOf(state, op)?.sockets.get(Number(port.slice(3)))
  const socket = id === undefined ? undefined : state.sockets[id]
  return socket?.stale ?? socket?.local?.port ?? 0
}

/** A port as it is observed: its number, its letter, or that it is one that the kernel chose. */
export const portWord = (port: PortKey): PortKey =>
  typeof port === 'number' || port.length === 1 ? port : 'ephemeral'

/** The port of the address of an op; UNIX has none. */
export const placePort = (state: State, op: Op & { readonly address: Address }): PortKey =>
  'port' in op.address ? portKey(state, op, op.address.port) : 0

/** The host that stands in an address of a family: one of the other layout has zeros there. */
export const hostAs = (family: 'AF_INET' | 'AF_INET6', { host }: InetAddress): Host => {
  const isInet6 = family === 'AF_INET6'
  if (host.includes(':') === isInet6) return host
  return isInet6 ? '::' : '0.0.0.0'
}

/** The host that a socket reads out of an address. */
export const hostFor = ({ family }: Socket, address: InetAddress): Host =>
  hostAs(family === families.AF_INET6 ? 'AF_INET6' : 'AF_INET', address)

/** The addrlen that is passed, in bytes. */
export const lengthOf = (address: InetAddress): number =>
  address.length ?? (address.host.includes(':') ? 28 : 16)

/**
 * An address of another family, as a socket of IP reads it: by its family and its length. One of UNIX is longer than its own ones, but
 * without a name only the family.
 */
export const asInet = (address: Address): InetAddress => {
  const { family } = address
  if ('name' in address) return { family, host: '::', port: 0, length: address.name === '' ? 2 : 28 }
  if ('device' in address) return { family, host: '0.0.0.0', port: 0, length: 20 }
  if ('hash' in address) return { family, host: '::', port: 0, length: 88 }
  return 'cid' in address ? { family, host: '0.0.0.0', port: 0 } : address
}

/** TCP and MPTCP take ports out of one space. */
const spaceOf = (transport: Transport): Transport => (transport === 'mptcp' ? 'tcp' : transport)

/** Whether a socket holds a port among those that another one could take. */
const shares = (other: Socket | undefined, { transport, net }: Socket, port: PortKey): other is Socket =>
  other !== undefined &&
  other.net === net &&
  other.local?.port === port &&
  spaceOf(other.transport) === spaceOf(transport)

/** A port is shared if both sockets want that and none of them listens, or if both have SO_REUSEPORT. */
const areFriends = (one: Socket, other: Socket): boolean =>
  (one.options.reusePort && other.options.reusePort) ||
  (one.options.reuseAddr && other.options.reuseAddr && other.phase !== 'listening')

/** An IPv6 socket that is IPv6 only does not reach IPv4. */
const hostOf = ({ options }: Socket, host: Local['host']): Local['host'] =>
  host === '::' && options.v6Only ? '::1' : host

/**
 * An IPv6 socket that a connection narrowed to ::1 is at 127.0.0.6 for IPv4, where only any address meets it; one that
 * was bound to ::1 is IPv6 only (tcp_ipv6.c: tcp_v6_connect, inet_connection_sock.c: ipv4_rcv_saddr_equal).
 */
const meetsNarrowed = ({ local, options }: Socket, host: Local['host']): boolean =>
  host === '0.0.0.0' && local?.host === '::1' && !options.v6Only

/** The other sockets that hold the port on an address that overlaps, and do not share it. */
const holdersOf = (state: State, id: number, local: Local): readonly number[] => {
  const socket = state.sockets[id]
  const holds = (other: Socket | undefined, index: number): boolean =>
    index !== id &&
    socket !== undefined &&
    shares(other, socket, local.port) &&
    other.local !== null &&
    (meetsNarrowed(other, local.host) ||
      overlap(hostOf(other, other.local.host), hostOf(socket, local.host))) &&
    !areFriends(socket, other)
  return state.sockets.flatMap((other, index) => (holds(other, index) ? [index] : []))
}

/** Whether some other socket holds the port. */
export const isTaken = (state: State, id: number, local: Local): boolean =>
  holdersOf(state, id, local).length > 0

/** Whether nobody knows if the port is still held: a connection that ends gives back what it was not bound to by name. */
export const isPerhapsTaken = (state: State, id: number, local: Local): boolean =>
  isTaken(state, id, local) &&
  holdersOf(state, id, local).every(
    holder => state.unsettled.includes(holder) && state.sockets[holder]?.home === null,
  )

/** A UDP socket that was given its port by connect(2) narrows its address after that: who shares the port is not for the model to say. */
export const isUnclear = (state: State, id: number, local: Local): boolean => {
  const socket = state.sockets[id]
  if (socket === undefined || !isUdp(socket.transport)) return false
  return state.sockets.some(
    (other, index) =>
      index !== id &&
      shares(other, socket, local.port) &&
      other.phase === 'connected' &&
      other.home === null &&
      other.family !== socket.family,
  )
}

/** Whether another connection has the same port at both ends: a second such one is refused (inet_hashtables.c: __inet_check_established). */
export const sharesConnection = (state: State, id: number, to: Local): boolean => {
  const socket = state.sockets[id]
  const port = socket?.local?.port
  return (
    socket !== undefined &&
    port !== undefined &&
    state.sockets.some(
      (other, index) =>
        index !== id &&
        other?.phase === 'connected' &&
        other.peer?.port === to.port &&
        shares(other, socket, port),
    )
  )
}

/** Whether a socket of the same kind as another is at a loopback address and port. */
export const meets = (socket: Socket | undefined, other: Socket, at: Local): socket is Socket =>
  shares(socket, other, at.port) &&
  socket.local !== null &&
  overlap(hostOf(socket, socket.local.host), at.host)

/** The listeners at a loopback address and port. */
export const listenersAt = (state: State, client: Socket, to: Local): readonly number[] =>
  state.sockets.flatMap((one, id) => (meets(one, client, to) && one.phase === 'listening' ? [id] : []))

/** The key of the port that the kernel chooses for a socket, another one each time. */
export const ephemeral = ({ gaveBack }: Socket, id: number): PortKey => `ephemeral:${id}:${gaveBack}`

/** What becomes of a socket whose connection ends or does not come: it keeps only the port that it was bound to by name. */
export const withoutConnection = ({ home, local, stale, gaveBack }: Socket): Partial<Socket> =>
  home === null
    ? { local: null, stale: local?.port ?? stale, gaveBack: gaveBack + 1 }
    : { local: home, stale: null }

/** A connection narrows the local address to the one that it uses, and has that of the other end. */
export const narrowed = (
  socket: Socket,
  id: number,
  to: Local['host'],
): { readonly local: Local; readonly far: Local['host'] } => {
  const host = keptAs(socket, sourceFor(socket, to))
  return { local: { ...(socket.local ?? anywhere(socket, id)), host }, far: keptAs(socket, to) }
}

/** Where a socket is when the kernel binds it by itself, which chooses an address only if there is none. */
export const anywhere = (socket: Socket, id: number): Local => ({
  host: socket.pinned ?? (socket.family === families.AF_INET6 ? '::' : '0.0.0.0'),
  port: ephemeral(socket, id),
})
