import { families, protocols, socketTypes } from '../uapi/socket.js'
import { type Branch, type FoundSocket, fail, ok } from './branch.js'
import { isUnspec, type OtherCall, type OtherStack, plainInet } from './other-stack.js'
import { anywhere } from './ports.js'
import { type PortKey, type Socket, type State, withSocket } from './state.js'

const isPingSocket = (socket: Socket | undefined): socket is Socket =>
  socket !== undefined &&
  socket.transport === 'opaque' &&
  socket.type === socketTypes.SOCK_DGRAM &&
  (socket.protocol === protocols.IPPROTO_ICMP || socket.protocol === protocols.IPPROTO_ICMPV6)

/** The other sockets that have an identifier, of either family (ping.c: ping_get_port). */
const holders = (
  state: State,
  { id, socket }: FoundSocket,
  port: PortKey | undefined,
): readonly FoundSocket[] =>
  state.sockets.flatMap((one, index) =>
    isPingSocket(one) && index !== id && one.net === socket.net && one.local?.port === port
      ? [{ id: index, socket: one }]
      : [],
  )

/** Whether another socket may have any identifier, as something became of it of which the model says nothing. */
const isUnclear = (state: State, { id, socket }: FoundSocket): boolean =>
  state.sockets.some(
    (one, index) => isPingSocket(one) && index !== id && one.net === socket.net && one.refused,
  )

/** The identifier that a socket has from its first use on (af_inet.c: inet_send_prepare, inet_dgram_connect). */
const given = ({ state, found: { id, socket } }: OtherCall): State =>
  withSocket(state, id, { local: socket.local ?? anywhere(socket, id) })

const bind = ({ state, found, inet, port }: OtherCall): readonly Branch[] | null => {
  const { id, socket } = found
  const own = plainInet(socket, inet)
  if (own === null) return null
  if (socket.local !== null) return fail(state, 'EINVAL', 'ping.bound')
  const others = port === 0 ? [] : holders(state, found, port).filter(other => !other.socket.refused)
  if (others.some(other => !socket.options.reuseAddr || !other.socket.options.reuseAddr))
    return fail(state, 'EADDRINUSE', 'ping.in-use')
  if (port !== 0 && isUnclear(state, found)) return null
  const local = { ...anywhere(socket, id), host: own.host }
  return ok(
    withSocket(state, id, port === 0 ? { local } : { local: { ...local, port }, home: { ...local, port } }),
    'ping.bind',
  )
}

const connect = (call: OtherCall): readonly Branch[] | null => {
  const { state, found, inet, port } = call
  const { id, socket } = found
  if (isUnspec(inet)) {
    const change = { phase: 'idle', peer: null, local: socket.home, gaveBack: socket.gaveBack + 1 } as const
    return ok(withSocket(state, id, change), 'connect.dissolve')
  }
  const own = plainInet(socket, inet)
  if (own === null) return null
  const peer = { host: own.host, port }
  return ok(withSocket(given(call), id, { phase: 'connected', peer }), 'ping.connect')
}

/** Order: the header, then the address, then what was shut down (ping.c: ping_v4_sendmsg, ping_v6_sendmsg). */
const sendto = (call: OtherCall): readonly Branch[] | null => {
  const { found, address, inet, sent } = call
  const { socket } = found
  const next = given(call)
  if (!sent.isEcho) return fail(next, 'EINVAL', 'ping.no-echo')
  if (address === undefined && socket.phase !== 'connected') return fail(next, 'EDESTADDRREQ', 'ping.no-peer')
  if (address !== undefined && plainInet(socket, inet) === null) return null
  if (socket.shut.wr) return fail(next, 'EPIPE', 'ping.shut')
  return ok(replied(next, found), 'ping.echo')
}

/** Of sockets that share an identifier one gets the reply, and which is not for the model to say (ping.c: ping_lookup). */
const replied = (state: State, { id }: FoundSocket): State => {
  const socket = state.sockets[id]
  if (socket === undefined) return state
  const others = holders(state, { id, socket }, socket.local?.port)
  if (others.length > 0 || isUnclear(state, { id, socket }))
    return [id, ...others.map(other => other.id)].reduce(
      (before, one) => withSocket(before, one, { inbox: null }),
      state,
    )
  return withSocket(state, id, { inbox: socket.inbox === null ? null : socket.inbox + 1 })
}

const recv = ({ state, found: { id, socket } }: OtherCall): readonly Branch[] => {
  const { inbox } = socket
  if (inbox === null) return [{ outcome: '!EACCES', clause: 'opaque.recv', next: state }]
  return inbox === 0
    ? fail(state, 'EAGAIN', 'recv.nothing')
    : ok(withSocket(state, id, { inbox: inbox - 1 }), 'ping.recv')
}

/** af_inet.c: inet_shutdown(), which notes what is shut down even where there is no connection. */
export const shutdownOther = ({ state, found: { id, socket }, op }: OtherCall): readonly Branch[] => {
  const how = op.kind === 'shutdown' ? op.how : 'SHUT_RDWR'
  const shut = { rd: socket.shut.rd || how !== 'SHUT_WR', wr: socket.shut.wr || how !== 'SHUT_RD' }
  const next = withSocket(state, id, { shut })
  return socket.phase === 'connected'
    ? ok(next, 'shutdown.ok')
    : fail(next, 'ENOTCONN', 'shutdown.not-connected')
}

/** A peer without a port is none (af_inet.c: inet_getname). */
export const peerOther = ({ state, found: { socket } }: OtherCall): readonly Branch[] =>
  socket.phase === 'connected' && socket.peer?.port !== 0
    ? ok(state, 'name.peer')
    : fail(state, 'ENOTCONN', 'name.no-peer')

/** SO_REUSEADDR, which every socket takes. */
export const reuseOther = ({ state, found: { id, socket }, op }: OtherCall): readonly Branch[] | null => {
  if (op.kind !== 'setsockopt' || op.option !== 'SO_REUSEADDR') return null
  const options = { ...socket.options, reuseAddr: op.value !== 0 }
  return ok(withSocket(state, id, { options }), 'option.ok')
}

/** Ping sockets: datagrams of ICMP, which are echo requests and their replies. */
export const ping: OtherStack = {
  bind,
  connect,
  sendto,
  recv,
  shutdown: shutdownOther,
  getpeername: peerOther,
  setsockopt: reuseOther,
}

/** Whether it is one of ICMPv6. */
export const isInet6 = ({ family }: Socket): boolean => family === families.AF_INET6
