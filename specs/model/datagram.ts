import type { InetAddress } from '../program.js'
import { families } from '../uapi/socket.js'
import { type Branch, type FoundSocket, fail, ok, tellError, unmodelled } from './branch.js'
import { append, appendTo } from './cork.js'
import { arrive } from './delivery.js'
import { inetDestination, isInetHost, isMapped, ownHost, unmapped } from './hosts.js'
import { anywhere, hostAs, hostFor, lengthOf, narrowed } from './ports.js'
import { type Local, type PortKey, type Socket, type State, withSocket } from './state.js'

const isInet6 = ({ family }: Socket): boolean => family === families.AF_INET6

/** An IPv6 socket whose own address is an IPv4 one. */
const isAtInet = (socket: Socket): boolean => isMapped(ownHost(socket) ?? '::')

/** Where a datagram really goes: any address means loopback, and that of the socket's own kind. */
const hostOf = (socket: Socket, address: InetAddress): Local['host'] => {
  if (!isInet6(socket)) return inetDestination(socket, hostFor(socket, address))
  if (address.family === 'AF_INET') return inetDestination(socket, hostAs('AF_INET', address))
  const host = hostFor(socket, address)
  if (isMapped(host)) return unmapped(host)
  return host === '::' && isAtInet(socket) ? '127.0.0.1' : '::1'
}

/**
 * connect(2) to AF_UNSPEC; what was shut down stays so, and what waits stays there (udp.c: __udp_disconnect). An IPv6 socket that was connected
 * over IPv4 goes on to take nothing from IPv6 but from there (sk_v6_daddr, udp.c: compute_score), which the model leaves alone.
 */
const release = (state: State, { id, socket }: FoundSocket): readonly Branch[] => {
  const { home, gaveBack, peer } = socket
  const refused = isInet6(socket) && peer !== null && isInetHost(peer.host)
  const far = isInet6(socket) ? socket.far : null
  const change = { local: home, far, peer: null, phase: 'idle', gaveBack: gaveBack + 1, refused } as const
  return ok(withSocket(state, id, change), 'connect.dissolve')
}

type Refusal = readonly Branch[] | null

/** Why an IPv6 socket of either kind does not reach the other (ipv6/datagram.c, ipv6/udp.c, ip6_output.c: ip6_dst_lookup_tail). */
const keptFrom = (socket: Socket, host: Local['host']): 'inet' | 'inet6' | null => {
  if (!isInet6(socket)) return null
  if (isInetHost(host)) return socket.options.v6Only ? 'inet' : null
  return isAtInet(socket) ? 'inet6' : null
}

/** __ip4_datagram_connect(), __ip6_datagram_connect(). An IPv6 socket takes AF_INET addresses too, but not if it is one of IPv6 alone. */
const refuseConnect = (state: State, socket: Socket, address: InetAddress): Refusal => {
  const { family } = address
  const asInet6 = isInet6(socket) && family !== 'AF_INET'
  if (isInet6(socket) && family === 'AF_INET' && socket.options.v6Only)
    return fail(state, 'EAFNOSUPPORT', 'datagram.family')
  if (lengthOf(address) < (asInet6 ? 24 : 16)) return fail(state, 'EINVAL', 'datagram.short')
  if (family !== 'AF_INET' && !(asInet6 && family === 'AF_INET6'))
    return fail(state, 'EAFNOSUPPORT', 'datagram.family')
  const kept = keptFrom(socket, hostOf(socket, address))
  if (kept === 'inet') return fail(state, 'ENETUNREACH', 'connect.v6only')
  return kept === 'inet6' ? fail(state, 'EAFNOSUPPORT', 'connect.mapped') : null
}

/** Connected over IPv6 and then over IPv4, a socket has an address of each kind: that is not for the model to say. */
const isMixed = (socket: Socket, host: Local['host']): boolean =>
  isInet6(socket) && isInetHost(host) && ownHost(socket) === '::1'

/**
 * connect(2) of a UDP socket.
 * Order: the port is given first and kept even if the address is then found invalid (af_inet.c: inet_dgram_connect).
 */
export const connectDatagram = (
  state: State,
  found: FoundSocket,
  address: InetAddress,
  port: PortKey,
): readonly Branch[] => {
  const { id, socket } = found
  if (lengthOf(address) < 2) return fail(state, 'EINVAL', 'connect.too-short')
  if (socket.refused) return unmodelled('datagram.was-inet')
  // Where what waits goes then is not for the model to say (ipv4/datagram.c: __ip4_datagram_connect(), "cork.fl").
  if (socket.pending !== null) return unmodelled('datagram.corked')
  if (address.family === 'AF_UNSPEC') return release(state, found)
  const given = withSocket(state, id, { local: socket.local ?? anywhere(socket, id) })
  const invalid = refuseConnect(given, socket, address)
  if (invalid !== null) return invalid
  const host = hostOf(socket, address)
  if (isMixed(socket, host)) return unmodelled('datagram.mixed')
  const change = { phase: 'connected', ...narrowed(socket, id, host), peer: { host, port } } as const
  return ok(withSocket(given, id, change), 'datagram.connect')
}

/** A pending error comes before what was shut down (sock.c: sock_alloc_send_pskb), and both after the address. */
const leave = (state: State, id: number, to: Local): readonly Branch[] => {
  const from = state.sockets[id]
  if (from === undefined) return unmodelled('actor.none')
  if (from.error !== null) return tellError(state, id, from.error, 'send.pending')
  if (from.shut.wr) return fail(state, 'EPIPE', 'send.shut')
  if (from.options.corked) return ok(withSocket(state, id, { pending: to }), 'send.cork')
  return ok(arrive(state, { from, to }), 'send.datagram')
}

/** From an IPv6 socket to a peer of IPv4 it goes as to that address, whose port is looked at (ipv6/udp.c: "do_udp_sendmsg"). */
const leaveConnected = (state: State, { id, socket }: FoundSocket): readonly Branch[] => {
  const { peer } = socket
  if (peer === null) return fail(state, 'EDESTADDRREQ', 'send.no-peer')
  if (isInet6(socket) && isInetHost(peer.host) && peer.port === 0)
    return fail(state, 'EINVAL', 'send.port-zero')
  return leave(state, id, peer)
}

/** ipv4/udp.c: udp_sendmsg(). */
const refuseInet = (state: State, address: InetAddress, port: PortKey): Refusal => {
  const { family } = address
  if (lengthOf(address) < 16) return fail(state, 'EINVAL', 'send.short')
  if (family !== 'AF_INET' && family !== 'AF_UNSPEC') return fail(state, 'EAFNOSUPPORT', 'send.family')
  return port === 0 ? fail(state, 'EINVAL', 'send.port-zero') : null
}

/** ipv6/udp.c: udpv6_sendmsg(), as far as it looks at an address even if a datagram waits: IPv4 is not for a socket of IPv6 alone. */
const refuseKind = (state: State, socket: Socket, address: InetAddress): Refusal => {
  const { family } = address
  if (family !== 'AF_INET' && family !== 'AF_INET6') return fail(state, 'EINVAL', 'send.family-inet6')
  if (family === 'AF_INET6' && lengthOf(address) < 24) return fail(state, 'EINVAL', 'send.short')
  const kept = keptFrom(socket, hostOf(socket, address))
  return kept === 'inet' ? fail(state, 'ENETUNREACH', 'send.v6only') : null
}

/** The rest of it: addresses of IPv4 go the way of IPv4. */
const refuseInet6 = (state: State, socket: Socket, address: InetAddress, port: PortKey): Refusal => {
  if (address.family === 'AF_INET') return refuseInet(state, address, port)
  if (port === 0) return fail(state, 'EINVAL', 'send.port-zero')
  const kept = keptFrom(socket, hostOf(socket, address))
  return kept === 'inet6' ? fail(state, 'EAFNOSUPPORT', 'send.mapped') : null
}

/** To AF_UNSPEC, IPv6 sends as to no address; connected over IPv4 it then looks for that address in IPv6, of which the model says nothing. */
const sendUnspec = (state: State, found: FoundSocket): readonly Branch[] =>
  isInetHost(found.socket.peer?.host ?? '::')
    ? unmodelled('datagram.unspec-inet')
    : leaveConnected(state, found)

/**
 * sendto(2) of a UDP socket, after Landlock.
 * Order: the port is given first and kept even if the call then fails (af_inet.c: inet_send_prepare).
 */
export const sendDatagram = (
  state: State,
  found: FoundSocket,
  address: InetAddress | undefined,
  port: PortKey,
): readonly Branch[] => {
  const { id, socket } = found
  if (socket.refused) return unmodelled('datagram.was-inet')
  const given = withSocket(state, id, { local: socket.local ?? anywhere(socket, id) })
  const { pending } = socket
  if (address === undefined) return pending === null ? leaveConnected(given, found) : append(given, found)
  const host = hostOf(socket, address)
  if (!isInet6(socket)) {
    // IPv4 does not look at the address any more (udp.c: udp_sendmsg(), "do_append_data").
    if (pending !== null) return append(given, found)
    return refuseInet(given, address, port) ?? leave(given, id, { host, port })
  }
  if (lengthOf(address) < 2) return fail(given, 'EINVAL', 'send.short')
  if (address.family === 'AF_UNSPEC')
    return pending === null ? sendUnspec(given, found) : append(given, found)
  const refused = refuseKind(given, socket, address)
  if (refused !== null) return refused
  if (pending !== null) return appendTo(given, found, pending, host)
  return refuseInet6(given, socket, address, port) ?? leave(given, id, { host, port })
}

/** IPv4 knows no urgent datagrams, and IPv6 does not look (udp.c: udp_sendmsg, ipv6/udp.c: udpv6_sendmsg). */
export const sendUrgentDatagram = (state: State, found: FoundSocket): readonly Branch[] => {
  const { id, socket } = found
  if (socket.refused) return unmodelled('datagram.was-inet')
  const to = socket.pending ?? socket.peer
  if (isInet6(socket) && !isInetHost(to?.host ?? '::')) return sendDatagram(state, found, undefined, 0)
  const given = withSocket(state, id, { local: socket.local ?? anywhere(socket, id) })
  return fail(given, 'EOPNOTSUPP', 'send.urgent-datagram')
}
