import type { InetAddress } from '../program.js'
import { families } from '../uapi/socket.js'
import { type Branch, type Found, fail, ok, outside } from './branch.js'
import { anywhere, hostFor, lengthOf, narrowed, receiver } from './ports.js'
import { type Local, type PortKey, type Socket, type State, withSocket } from './state.js'

/** An IPv6 socket bound to one IPv6 address does not reach IPv4, and one bound to a v4-mapped address only that. */
const isPlain = (socket: Socket, to: Local['host']): boolean =>
  socket.family !== families.AF_INET6 ||
  socket.local === null ||
  (socket.local.host === '::' && to !== '127.0.0.1')

const peerHost = (socket: Socket, address: InetAddress): Local['host'] => {
  if (socket.family !== families.AF_INET6 || address.family === 'AF_INET') return '127.0.0.1'
  return hostFor(socket, address) === '::ffff:127.0.0.1' ? '127.0.0.1' : '::1'
}

/** An IPv6-only socket is told an IPv4 address: which check comes first is not for the model to say. */
const isOtherFamily = ({ family, options }: Socket, address: InetAddress): boolean =>
  family === families.AF_INET6 && options.v6Only && address.family === 'AF_INET'

const release = (state: State, { id, socket }: Found): readonly Branch[] => {
  if (socket.pinned !== null && socket.home === null) return outside
  const change = { local: socket.home, peer: null, phase: 'idle' } as const
  return ok(withSocket(state, id, change), 'connect.dissolve')
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
  if (isOtherFamily(socket, address)) return outside
  const asInet6 = socket.family === families.AF_INET6 && address.family !== 'AF_INET'
  if (lengthOf(address) < (asInet6 ? 24 : 16)) return fail(given, 'EINVAL', 'datagram.short')
  if (address.family !== 'AF_INET' && !(asInet6 && address.family === 'AF_INET6')) {
    return fail(given, 'EAFNOSUPPORT', 'datagram.family')
  }
  const host = peerHost(socket, address)
  if (!isPlain(socket, host) || socket.options.v6Only) return outside
  return ok(
    withSocket(given, id, { phase: 'connected', local: narrowed(socket, id, host), peer: { host, port } }),
    'datagram.connect',
  )
}

const sendConnected = (state: State, { id, socket }: Found): readonly Branch[] => {
  if (socket.peer === null) return fail(state, 'EDESTADDRREQ', 'send.no-peer')
  if (socket.refused || socket.peer.port === 0) return outside
  const refused = receiver(state, socket, socket.peer) < 0
  return ok(withSocket(state, id, { refused }), 'send.datagram')
}

/** ipv4/udp.c: udp_sendmsg(). */
const sendInet = (state: State, address: InetAddress, port: PortKey): readonly Branch[] => {
  const { family } = address
  if (lengthOf(address) < 16) return fail(state, 'EINVAL', 'send.short')
  if (family !== 'AF_INET' && family !== 'AF_UNSPEC') return fail(state, 'EAFNOSUPPORT', 'send.family')
  return port === 0 ? fail(state, 'EINVAL', 'send.port-zero') : ok(state, 'send.datagram')
}

/** ipv6/udp.c: udpv6_sendmsg(): AF_UNSPEC is as no address at all, and AF_INET goes the way of IPv4. */
const sendInet6 = (state: State, address: InetAddress, port: PortKey): readonly Branch[] => {
  const { family } = address
  if (lengthOf(address) < 2) return fail(state, 'EINVAL', 'send.short')
  if (family === 'AF_INET') return sendInet(state, address, port)
  if (family === 'AF_UNSPEC') return fail(state, 'EDESTADDRREQ', 'send.no-peer')
  if (family !== 'AF_INET6') return fail(state, 'EINVAL', 'send.family-inet6')
  if (lengthOf(address) < 24) return fail(state, 'EINVAL', 'send.short')
  return port === 0 ? fail(state, 'EINVAL', 'send.port-zero') : ok(state, 'send.datagram')
}

/**
 * sendto(2) of a UDP socket, after Landlock.
 * Order: the port is given first and kept even if the call then fails (af_inet.c: inet_send_prepare).
 */
export const sendDatagram = (
  state: State,
  found: Found,
  address: InetAddress | undefined,
  port: PortKey,
): readonly Branch[] => {
  const { id, socket } = found
  const given = withSocket(state, id, { local: socket.local ?? anywhere(socket, id) })
  if (address === undefined) return sendConnected(given, found)
  const isInet6 = socket.family === families.AF_INET6
  if (
    socket.refused ||
    socket.phase === 'connected' ||
    socket.options.v6Only ||
    (isInet6 && socket.local !== null && socket.local.host !== '::')
  )
    return outside
  return isInet6 ? sendInet6(given, address, port) : sendInet(given, address, port)
}
