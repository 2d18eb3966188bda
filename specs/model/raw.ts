import { protocols } from '../uapi/socket.js'
import { type Branch, fail, ok } from './branch.js'
import { isUnspec, type OtherCall, type OtherStack, plainInet } from './other-stack.js'
import { isInet6, peerOther, reuseOther, shutdownOther } from './ping.js'
import { type Socket, withSocket } from './state.js'

/** A raw socket may be bound again, until it is connected (raw.c: raw_bind; ipv6/raw.c: rawv6_bind). */
const bind = ({ state, found: { socket }, inet }: OtherCall): readonly Branch[] | null => {
  if (plainInet(socket, inet) === null) return null
  return socket.phase === 'connected' ? fail(state, 'EINVAL', 'raw.connected') : ok(state, 'raw.bind')
}

/** Dissolved, it hears of nothing any more (udp.c: __udp_disconnect(), "unhash"): what it does then the model does not say. */
const connect = ({ state, found: { id, socket }, inet, port }: OtherCall): readonly Branch[] | null => {
  if (isUnspec(inet))
    return ok(withSocket(state, id, { phase: 'idle', peer: null, refused: true }), 'connect.dissolve')
  const own = plainInet(socket, inet)
  if (own === null) return null
  return ok(withSocket(state, id, { phase: 'connected', peer: { host: own.host, port } }), 'raw.connect')
}

const isIcmp = (socket: Socket): boolean =>
  socket.protocol === (isInet6(socket) ? protocols.IPPROTO_ICMPV6 : protocols.IPPROTO_ICMP)

/** With an echo request comes its reply: both are for every raw socket of ICMP. IPv6 gives others only what it is sent with their protocol as port. */
const arrivals = (socket: Socket): number => {
  if (isIcmp(socket)) return 2
  return isInet6(socket) ? 0 : 1
}

/**
 * Order: the address, and of ICMP the type of the message (raw.c: raw_probe_proto_opt; ipv6/raw.c: rawv6_probe_proto_opt).
 * What waits is at least so much, since others send as well.
 */
const sendto = ({
  state,
  found: { id, socket },
  address,
  inet,
  port,
  sent,
}: OtherCall): readonly Branch[] | null => {
  if (socket.protocol === protocols.IPPROTO_RAW) return null
  if (address === undefined && socket.phase !== 'connected') return fail(state, 'EDESTADDRREQ', 'raw.no-peer')
  if (address !== undefined && plainInet(socket, inet) === null) return null
  if (address !== undefined && isInet6(socket) && port !== 0) return fail(state, 'EINVAL', 'raw.port')
  if (isIcmp(socket) && sent.bytes === 1) return fail(state, 'EFAULT', 'raw.short')
  if (isIcmp(socket) && !sent.isEcho) return null
  return ok(withSocket(state, id, { inbox: (socket.inbox ?? 0) + arrivals(socket) }), 'raw.send')
}

const recv = ({ state, found: { id, socket } }: OtherCall): readonly Branch[] | null => {
  const inbox = socket.inbox ?? 0
  if (inbox > 0 && !socket.shut.rd) return ok(withSocket(state, id, { inbox: inbox - 1 }), 'raw.recv')
  return [{ outcome: '!EACCES', clause: 'opaque.recv', next: state }]
}

/** Raw sockets of IP, which see every packet of their protocol. */
export const raw: OtherStack = {
  bind,
  connect,
  sendto,
  recv,
  shutdown: shutdownOther,
  getpeername: peerOther,
  setsockopt: reuseOther,
}
