import type { InetAddress } from '../program.js'
import { families, protocols, socketTypes } from '../uapi/socket.js'
import { actorOf, type Branch, type FoundSocket, fail, ok } from './branch.js'
import { isPrivileged } from './capable.js'
import { type OtherCall, type OtherStack, plainInet } from './other-stack.js'
import { reuseOther } from './ping.js'
import { anywhere, lengthOf } from './ports.js'
import { isFull } from './sockets.js'
import { type Local, type PortKey, type Socket, type State, withDescriptor, withSocket } from './state.js'
import { join } from './streams.js'

/** A raw socket of that protocol is one of IP; of the only type that no other stack of IP has, it need not be named (ipv4/af_inet.c: inet_create). */
export const isSctp = ({ family, type, protocol }: Pick<Socket, 'family' | 'type' | 'protocol'>): boolean =>
  (family === families.AF_INET || family === families.AF_INET6) &&
  type !== socketTypes.SOCK_RAW &&
  (protocol === protocols.IPPROTO_SCTP ||
    (type === socketTypes.SOCK_SEQPACKET && protocol === protocols.IPPROTO_IP))

/** One-to-one, as TCP is; the other style has all its associations on one socket, and no accept(2). */
const isOneToOne = ({ type }: Socket): boolean => type === socketTypes.SOCK_STREAM

/** A port of SCTP among those of which the model does not know who is there. */
const spentKey = (port: PortKey): PortKey => `sctp:${port}`

/** The state after an SCTP socket may have bound or reached a port, or left it to the kernel for a while. */
export const strayed = (state: State, port: PortKey): State => ({
  ...state,
  spent: [...state.spent, spentKey(port)],
})

/** Whether others may have come to a socket of which the model does not know. */
const isStrayed = ({ spent }: State, { local }: Socket): boolean =>
  local !== null && spent.includes(spentKey(local.port))

/** Whether the model knows who is at a port; for low ones a capability is asked again when a connection begins. */
const isClear = ({ spent, nets }: State, port: PortKey): boolean =>
  port !== 0 && !isPrivileged(port) && nets.length === 1 && !spent.includes(spentKey(port))

/** The other SCTP sockets at an address and port. */
const holders = (state: State, id: number, { host, port }: Local): readonly FoundSocket[] =>
  state.sockets.flatMap((one, index) =>
    one !== undefined && index !== id && isSctp(one) && one.local?.port === port && one.local.host === host
      ? [{ id: index, socket: one }]
      : [],
  )

/** Whether a socket of IPv4 finds no address of its own there (sctp/protocol.c: sctp_v4_af_supported). */
const isForeign = ({ family }: Socket, inet: InetAddress | undefined): boolean =>
  family === families.AF_INET && (inet === undefined || inet.family !== 'AF_INET' || lengthOf(inet) < 16)

/** Order: the address, whether it has a port already, then who else has that port (socket.c: sctp_bind, sctp_do_bind). */
const bind = ({ state, found: { id, socket }, inet, port }: OtherCall): readonly Branch[] | null => {
  if (socket.local !== null || isForeign(socket, inet)) return fail(state, 'EINVAL', 'sctp.bind-invalid')
  const own = plainInet(socket, inet)
  if (own === null || !isClear(state, port)) return null
  const local = { host: own.host, port }
  const others = holders(state, id, local)
  if (others.some(other => other.socket.options.reuseAddr && socket.options.reuseAddr)) return null
  return others.length > 0
    ? fail(state, 'EADDRINUSE', 'sctp.in-use')
    : ok(withSocket(state, id, { local, home: local }), 'sctp.bind')
}

/** A socket without a port is given one (socket.c: sctp_inet_listen). */
const listen = ({ state, found: { id, socket }, op }: OtherCall): readonly Branch[] | null => {
  if (op.kind !== 'listen' || (isOneToOne(socket) && socket.phase === 'connected'))
    return fail(state, 'EINVAL', 'sctp.listen-connected')
  if (op.backlog === 0 && socket.phase === 'idle') return fail(state, 'EINVAL', 'sctp.listen-none')
  if (socket.options.reuseAddr || socket.phase === 'connected' || op.backlog === 0) return null
  const local = socket.local ?? anywhere(socket, id)
  return ok(withSocket(state, id, { phase: 'listening', local, backlog: op.backlog ?? null }), 'sctp.listen')
}

/** However long it is beside the family (socket.c: sctp_inet_connect). */
const isDissolving = (inet: InetAddress | undefined): boolean =>
  inet?.family === 'AF_UNSPEC' && lengthOf(inet) >= 2

/** Order: the address, AF_UNSPEC, then whether it has an association (socket.c: sctp_inet_connect, __sctp_connect). */
const connect = (call: OtherCall): readonly Branch[] | null => {
  const { state, found, inet, port } = call
  const { socket } = found
  if (isDissolving(inet)) return fail(state, 'EOPNOTSUPP', 'sctp.unspec')
  const own = plainInet(socket, inet)
  if (socket.phase !== 'idle')
    return own !== null && socket.peer?.port === port ? fail(state, 'EISCONN', 'sctp.connected') : null
  if (isForeign(socket, inet)) return fail(state, 'EINVAL', 'sctp.connect-invalid')
  if (own === null || socket.flags.doesNotWait || !isClear(state, port)) return null
  return reach(state, found, { host: own.host, port })
}

/** The call waits until the other end has answered, by an association or by ABORT (sm_statefuns.c: sctp_sf_ootb, sctp_sf_tabort_8_4_8). */
const reach = (state: State, { id, socket }: FoundSocket, to: Local): readonly Branch[] | null => {
  if (socket.local?.port === to.port) return null
  const given = withSocket(state, id, { local: socket.local ?? { ...anywhere(socket, id), host: to.host } })
  const [server] = holders(state, id, to)
  if (server?.socket.refused === true) return null
  if (server?.socket.phase !== 'listening')
    return fail(withSocket(given, id, { refused: true }), 'ECONNREFUSED', 'sctp.refused')
  if (server.socket.type !== socket.type || isFull(server.socket)) return null
  const met = withSocket(given, id, { phase: 'connected', peer: to })
  return ok(isOneToOne(socket) ? join(met, id, server.id, to) : met, 'sctp.connect')
}

const accept = ({ state, process, found: { id, socket }, op }: OtherCall): readonly Branch[] | null => {
  if (op.kind !== 'accept' || socket.phase !== 'listening')
    return fail(state, 'EINVAL', 'accept.not-listening')
  const [oldest, ...queue] = socket.queue
  if (oldest === undefined) return isStrayed(state, socket) ? null : fail(state, 'EAGAIN', 'accept.empty')
  const taken = withSocket(withSocket(state, id, { queue }), oldest, { domain: process.layers })
  return ok(withDescriptor(taken, actorOf(op), op.as, oldest), 'sctp.accept')
}

/** A message to the other end of the one association that a socket has; without one there is nobody to send to (socket.c: sctp_sendmsg). */
const sendto = ({ state, found: { socket }, address, sent }: OtherCall): readonly Branch[] | null => {
  const { other } = socket
  if (address !== undefined) return null
  if (other === null) return fail(state, 'EPIPE', 'sctp.send-nobody')
  const inbox = state.sockets[other]?.inbox ?? null
  const arrived = inbox === null || sent.bytes !== 1 ? null : inbox + 1
  return ok(withSocket(state, other, { inbox: arrived }), 'sctp.send')
}

/** socket.c: sctp_recvmsg(), sctp_skb_recv_datagram(). */
const recv = ({ state, found: { id, socket } }: OtherCall): readonly Branch[] | null => {
  const { inbox, phase } = socket
  if (isOneToOne(socket) && phase === 'listening') return fail(state, 'ENOTCONN', 'sctp.recv-listening')
  if (inbox === null || isStrayed(state, socket)) return null
  return inbox === 0
    ? fail(state, 'EAGAIN', 'recv.nothing')
    : ok(withSocket(state, id, { inbox: inbox - 1 }), 'sctp.recv')
}

/** Of the style with many associations no one is the peer (ipv4/af_inet.c: inet_getname). */
const getpeername = ({ state, found: { socket } }: OtherCall): readonly Branch[] =>
  isOneToOne(socket) && socket.phase === 'connected'
    ? ok(state, 'name.peer')
    : fail(state, 'ENOTCONN', 'name.no-peer')

/** Sockets of SCTP in either style. */
export const sctp: OtherStack = {
  bind,
  listen,
  connect,
  accept,
  sendto,
  recv,
  getpeername,
  setsockopt: reuseOther,
}

/** Of the other ends of a socket, and of those that wait at it, the model says nothing any more. */
export const withoutPeers = (state: State, id: number): State =>
  [id, ...(state.sockets[id]?.queue ?? [])]
    .flatMap(one => state.sockets[one]?.other ?? [])
    .filter(other => state.sockets[other] !== undefined)
    .reduce((before, other) => withSocket(before, other, { refused: true }), state)

/** What an end does to the other one takes its time, in which the port is held; of what waits to be accepted nothing is left. */
export const closeSctp = (state: State, id: number, { local }: Socket): State =>
  local === null ? state : strayed(withoutPeers(state, id), local.port)
