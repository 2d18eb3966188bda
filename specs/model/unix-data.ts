import type { Address } from '../program.js'
import { socketTypes } from '../uapi/socket.js'
import { withDenial } from './audit.js'
import { type Branch, type FoundSocket, fail, ok, tellError, unmodelled } from './branch.js'
import { lengthOf } from './ports.js'
import { type Process, type Socket, type State, withSocket } from './state.js'
import { asUnix, denialOf, find, type Server, takesFrom } from './unix.js'
import { leavePeer } from './unix-ends.js'
import { isUrgentAgain, passed, taken } from './urgent.js'

/** So many bytes fit into the buffer of a stream, and so many datagrams into a queue, whatever a kernel is set to; what comes of more is not for the model to say. */
const room = { stream: 200, datagrams: 10 } as const

/** It goes into a socket that takes it, as so many pieces to receive. */
const deliver = (
  state: State,
  to: number,
  most: number,
  pieces: number | 'urgent' = 1,
): readonly Branch[] => {
  const inbox = state.sockets[to]?.inbox ?? null
  if (inbox === null || inbox >= most) return unmodelled('unix.full')
  return ok(
    withSocket(state, to, pieces === 'urgent' ? { urgent: inbox } : { inbox: inbox + pieces }),
    'send.unix',
  )
}

/** To the other end of a connection, unless one of the two shut that way down. */
const sendConnected = (
  state: State,
  { socket }: FoundSocket,
  pieces: number | 'urgent' = 1,
): readonly Branch[] => {
  const { other, shut } = socket
  const to = other === null ? undefined : state.sockets[other]
  if (other === null || shut.wr || to === undefined || to.shut.rd)
    return fail(state, 'EPIPE', 'send.unix-shut')
  if (pieces === 'urgent' && isUrgentAgain(state, socket)) return unmodelled('send.urgent-again')
  return deliver(state, other, room.stream, pieces)
}

/** An address is refused by whether there is a connection, before all else; what was shut down comes before an error, which never comes without that (af_unix.c: unix_stream_sendmsg). */
const sendStream = (
  state: State,
  found: FoundSocket,
  hasAddress: boolean,
  bytes: number | 'urgent',
): readonly Branch[] => {
  const { phase } = found.socket
  if (hasAddress) {
    return phase === 'connected'
      ? fail(state, 'EISCONN', 'send.unix-connected')
      : fail(state, 'EOPNOTSUPP', 'send.unix-address')
  }
  if (phase !== 'connected') return fail(state, 'ENOTCONN', 'send.unix-no-peer')
  return sendConnected(state, found, bytes)
}

/** An address is not looked at, and an error comes first, even of an urgent one (af_unix.c: unix_seqpacket_sendmsg). */
const sendPacket = (state: State, found: FoundSocket, bytes: number | 'urgent'): readonly Branch[] => {
  const { error, phase } = found.socket
  if (error !== null) return tellError(state, found.id, error, 'send.pending')
  if (phase !== 'connected') return fail(state, 'ENOTCONN', 'send.unix-no-peer')
  return bytes === 'urgent' ? fail(state, 'EOPNOTSUPP', 'send.urgent-datagram') : sendConnected(state, found)
}

/** Who sends to a peer that is gone, has none from then on (af_unix.c: unix_dgram_sendmsg, "SOCK_DEAD"). */
const losePeer = (state: State, id: number): readonly Branch[] => {
  const alone = withSocket(leavePeer(state, id, null), id, { phase: 'idle', other: null })
  return fail(alone, 'ECONNREFUSED', 'send.unix-gone')
}

/** Order: the peer of the receiver, what that shut down, the scope, which is not asked of the own peer (task.c: hook_unix_may_send). */
const sendTo = (
  state: State,
  process: Process,
  { id, socket }: FoundSocket,
  to: Server,
): readonly Branch[] => {
  if (!takesFrom(to.server, id)) return fail(state, 'EPERM', 'unix.taken')
  if (to.server.shut.rd) return fail(state, 'EPIPE', 'send.unix-shut')
  const denial = socket.other === to.index ? null : denialOf(process.layers, to.server)
  if (denial !== null) return fail(withDenial(state, denial), 'EPERM', 'unix.scoped')
  const { index, server } = to
  return deliver(withSocket(state, index, { senders: [...server.senders, id] }), index, room.datagrams)
}

/** What the socket itself says against sending (net/core/sock.c: sock_alloc_send_pskb). */
const refusal = (state: State, { id, socket }: FoundSocket): readonly Branch[] | null => {
  if (socket.error !== null) return tellError(state, id, socket.error, 'send.pending')
  return socket.shut.wr ? fail(state, 'EPIPE', 'send.unix-shut') : null
}

/** Order: the address, a pending error, what was shut down, and only then who is there; 6.12 looks for a peer before the error, and 7.3 after it. */
const sendDatagram = (
  state: State,
  process: Process,
  found: FoundSocket,
  address: Address | undefined,
): readonly Branch[] => {
  const { id, socket } = found
  const to = address === undefined ? undefined : asUnix(address)
  if (to === 'unsaid') return unmodelled('unix.address')
  if (to === 'invalid' || to?.name === '') return fail(state, 'EINVAL', 'connect.unix-invalid')
  const refused = refusal(state, found)
  if (refused !== null)
    return to === undefined && socket.other === null
      ? [...refused, ...fail(state, 'ENOTCONN', 'send.unix-no-peer')]
      : refused
  if (to !== undefined) {
    const server = find(state, process, found, to)
    return 'server' in server ? sendTo(state, process, found, server) : server
  }
  if (socket.other === null) return fail(state, 'ENOTCONN', 'send.unix-no-peer')
  const peer = state.sockets[socket.other]
  return peer === undefined
    ? losePeer(state, id)
    : sendTo(state, process, found, { server: peer, index: socket.other })
}

/** An address of no length is none. */
export const isAddressed = (address: Address | undefined): address is Address =>
  address !== undefined && (!('host' in address) || lengthOf(address) > 0)

/** Bytes through a UNIX socket: streams take no address, packets in sequence ignore one, datagrams need one or a peer. */
export const sendUnix = (
  state: State,
  process: Process,
  found: FoundSocket,
  { address, bytes }: { readonly address: Address | undefined; readonly bytes: number | 'urgent' },
): readonly Branch[] => {
  const to = isAddressed(address) ? address : undefined
  const { type } = found.socket
  if (type === socketTypes.SOCK_SEQPACKET) return sendPacket(state, found, bytes)
  if (type === socketTypes.SOCK_STREAM) return sendStream(state, found, to !== undefined, bytes)
  if (bytes === 'urgent') return fail(state, 'EOPNOTSUPP', 'send.urgent-datagram')
  return sendDatagram(state, process, found, to)
}

/** What waits comes first, then an error, then the end (af_unix.c: unix_stream_read_generic). */
const recvStream = (before: State, { id, socket }: FoundSocket, bytes: number): readonly Branch[] => {
  const { inbox, error, shut } = socket
  if (inbox !== null && inbox > 0) return ok(withSocket(before, id, taken(socket, bytes)), 'recv.unix-stream')
  const state = passed(before, id)
  if (error !== null) return tellError(state, id, error, 'recv.pending')
  return shut.rd ? ok(state, 'recv.end') : fail(state, 'EAGAIN', 'recv.nothing')
}

/** An error comes before what waits, and only packets in sequence have an end (datagram.c: __skb_try_recv_datagram). */
const recvMessage = (
  state: State,
  id: number,
  { type, inbox, senders, error, shut }: Socket,
): readonly Branch[] => {
  if (error !== null) return tellError(state, id, error, 'recv.pending')
  if (inbox !== null && inbox > 0)
    return ok(withSocket(state, id, { inbox: inbox - 1, senders: senders.slice(1) }), 'recv.unix-datagram')
  return shut.rd && type === socketTypes.SOCK_SEQPACKET
    ? ok(state, 'recv.end')
    : fail(state, 'EAGAIN', 'recv.nothing')
}

/** recv(2) of some bytes, or of a datagram, through a UNIX socket, without waiting. */
export const recvUnix = (state: State, found: FoundSocket, bytes: number): readonly Branch[] => {
  const { id, socket } = found
  const { phase, type } = socket
  if (type === socketTypes.SOCK_DGRAM) return recvMessage(state, id, socket)
  if (phase === 'connected')
    return type === socketTypes.SOCK_STREAM ? recvStream(state, found, bytes) : recvMessage(state, id, socket)
  return type === socketTypes.SOCK_STREAM
    ? fail(state, 'EINVAL', 'recv.unix-not-connected')
    : fail(state, 'ENOTCONN', 'recv.not-connected')
}
