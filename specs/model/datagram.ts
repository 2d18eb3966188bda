import type { InetAddress } from '../program.js'
import { families } from '../uapi/socket.js'
import { type Branch, fail, ok, outside } from './branch.js'
import { anywhere, hostFor, lengthOf, receiver } from './ports.js'
import { type Local, type PortKey, type Socket, type State, withSocket } from './state.js'

type Found = { readonly id: number; readonly socket: Socket }

/** An IPv6 socket bound to one IPv6 address does not reach IPv4, and one bound to a v4-mapped address only that. */
const isPlain = (socket: Socket, to: Local['host']): boolean =>
  socket.family !== families.AF_INET6 ||
  socket.local === null ||
  (socket.local.host === '::' && to !== '127.0.0.1')

const peerHost = (socket: Socket, address: InetAddress): Local['host'] => {
  if (socket.family !== families.AF_INET6 || address.family === 'AF_INET') return '127.0.0.1'
  return hostFor(socket, address) === '::ffff:127.0.0.1' ? '127.0.0.1' : '::1'
}

const release = (state: State, { id, socket }: Found): readonly Branch[] => {
  const local = socket.portLocked ? socket.local : null
  return ok(withSocket(state, id, { local, peer: null, phase: 'idle' }), 'connect.dissolve')
}

/**
 * connect(2) of a UDP socket.
 * Order: the port is given first and kept even if the address is then found invalid (af_inet.c: inet_dgram_connect).
 * An IPv6 socket takes AF_INET addresses too (ipv6/datagram.c: __ip6_datagram_connect).
 */
export const connectDatagram = (
  state: State,
  found: Found,
  address: InetAddress,
  port: PortKey,
): readonly Branch[] => {
  const { id, socket } = found
  if (lengthOf(address) < 2) return fail(state, 'EINVAL', 'connect.too-short')
  if (socket.refused) return outside
  if (address.family === 'AF_UNSPEC') return release(state, found)
  const local = socket.local ?? anywhere(socket, id)
  const given = withSocket(state, id, { local })
  const asInet6 = socket.family === families.AF_INET6 && address.family !== 'AF_INET'
  if (lengthOf(address) < (asInet6 ? 24 : 16)) return fail(given, 'EINVAL', 'datagram.short')
  if (address.family !== 'AF_INET' && !(asInet6 && address.family === 'AF_INET6')) {
    return fail(given, 'EAFNOSUPPORT', 'datagram.family')
  }
  const host = peerHost(socket, address)
  if (!isPlain(socket, host)) return outside
  return ok(withSocket(given, id, { phase: 'connected', peer: { host, port } }), 'datagram.connect')
}

const sendConnected = (state: State, { id, socket }: Found): readonly Branch[] => {
  if (socket.peer === null) return fail(state, 'EDESTADDRREQ', 'send.no-peer')
  if (socket.refused || socket.peer.port === 0) return outside
  const refused = receiver(state, 'udp', socket.peer) < 0
  return ok(withSocket(state, id, { refused }), 'send.datagram')
}

/**
 * sendto(2) of a UDP socket, after Landlock.
 * Order: length, family, then port 0 (ipv4/udp.c: udp_sendmsg); on IPv6 AF_UNSPEC is as no address at all, and an AF_INET
 * address goes the way of IPv4 (ipv6/udp.c: udpv6_sendmsg).
 */
export const sendDatagram = (
  state: State,
  found: Found,
  address: InetAddress | undefined,
  port: PortKey,
): readonly Branch[] => {
  const { id, socket } = found
  if (address === undefined) return sendConnected(state, found)
  const isInet6 = socket.family === families.AF_INET6
  if (socket.phase === 'connected' || (isInet6 && socket.local !== null && socket.local.host !== '::'))
    return outside
  const { family } = address
  if (isInet6 && lengthOf(address) < 2) return fail(state, 'EINVAL', 'send.short')
  if (isInet6 && family === 'AF_UNSPEC') return fail(state, 'EDESTADDRREQ', 'send.no-peer')
  if (isInet6 && family !== 'AF_INET' && family !== 'AF_INET6')
    return fail(state, 'EINVAL', 'send.family-inet6')
  if (lengthOf(address) < (isInet6 && family === 'AF_INET6' ? 24 : 16))
    return fail(state, 'EINVAL', 'send.short')
  if (!isInet6 && family !== 'AF_INET' && family !== 'AF_UNSPEC')
    return fail(state, 'EAFNOSUPPORT', 'send.family')
  if (port === 0) return fail(state, 'EINVAL', 'send.port-zero')
  return ok(withSocket(state, id, { local: socket.local ?? anywhere(socket, id) }), 'send.datagram')
}
