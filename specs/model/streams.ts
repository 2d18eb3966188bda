import type { Errno } from '../uapi/errno.js'
import { protocols } from '../uapi/socket.js'
import { isAny, keptAs, unmapped } from './hosts.js'
import { withoutConnection } from './ports.js'
import { noFlags, unconnected, unowned } from './sockets.js'
import { type Local, type Socket, type State, withSocket } from './state.js'

const bothWays = { rd: true, wr: true } as const

const socketAt = (state: State, id: number): Socket => {
  const socket = state.sockets[id]
  if (socket === undefined) throw new Error(`no socket ${id}`)
  return socket
}

/** The other end of a connection, unless it is gone. */
const otherEnd = (state: State, id: number): number | null => {
  const other = socketAt(state, id).other
  return other !== null && state.sockets[other]?.other === id ? other : null
}

/** What happens to the socket of a connection that ends without its doing: a port by name stays with it (tcp.c: tcp_done). */
const ended = (state: State, id: number, error: Errno | null): State => {
  const socket = socketAt(state, id)
  const ports = socket.home === null ? withoutConnection(socket) : {}
  return withSocket(state, id, { ...ports, link: 'closed', shut: bothWays, error })
}

/** tcp_input.c: tcp_reset(). */
const hearReset = (state: State, id: number): State => {
  const { link } = socketAt(state, id)
  return link === 'closed' ? state : ended(state, id, link === 'left' ? 'EPIPE' : 'ECONNRESET')
}

/** tcp_input.c: tcp_fin(). Who said the same before waits now, without a socket (TIME_WAIT), and its port with it. */
const hearEnd = (state: State, id: number): State => {
  const { link, shut, local } = socketAt(state, id)
  if (link === 'closed') return state
  const after = withSocket(state, id, { done: true, shut: { ...shut, rd: true } })
  if (link === 'open') return withSocket(after, id, { link: 'left' })
  return ended({ ...after, spent: local === null ? after.spent : [...after.spent, local.port] }, id, null)
}

/**
 * Somebody else may still hold a socket for a moment, one that is unsettled may have less to tell than it seems, and MPTCP tells its user
 * later, by a worker of the kernel.
 */
const isSure = ({ held, unsettled, sockets }: State, id: number, by: number): boolean =>
  !held.includes(by) && !unsettled.includes(by) && sockets[id]?.transport === 'tcp'

/** The other end of a connection hears something, at once if both ends are of TCP. */
const notify = (
  state: State,
  id: number,
  hear: (state: State, id: number) => State,
  by: number = id,
): State => {
  const other = otherEnd(state, id)
  if (other === null) return state
  return isSure(state, id, by) && isSure(state, other, by)
    ? hear(state, other)
    : { ...state, unsettled: [...state.unsettled, other] }
}

/** A connection to itself has said so on both ends then, and waits without a socket (tcp_input.c: tcp_rcv_state_process(), case TCP_CLOSING). */
const finishItself = (state: State, id: number): State =>
  hearEnd(withSocket(state, id, { link: 'finished' }), id)

/** This end says that it sends no more; if the other one did before, there is no connection any more. */
export const finish = (state: State, id: number): State => {
  const { link, other } = socketAt(state, id)
  if (link === 'open' && other === id) return finishItself(state, id)
  if (link === 'open') return notify(withSocket(state, id, { link: 'finished' }), id, hearEnd)
  return link === 'left' ? ended(notify(state, id, hearEnd), id, null) : state
}

/** So many bytes are acknowledged at once when a connection begins; TCP_MAX_QUICKACKS are twice as many. */
const quickAcks = 8

/**
 * A byte waits until the one before it is acknowledged (tcp_output.c: tcp_nagle_test), which takes a while where the other end sends as well
 * (tcp_input.c: __tcp_ack_snd_check, inet_csk_in_pingpong_mode), or has been sent a lot.
 */
const isHeldBack = (from: Socket, to: Socket): boolean =>
  (from.sent > 0 && to.sent > 0) || from.sent >= quickAcks

const isRefusing = ({ link, shut }: Socket): boolean => link === 'finished' && shut.rd

/**
 * Bytes go to the other end. Who closed its socket, or finished and shut down receiving, resets the connection
 * (tcp_input.c: tcp_rcv_state_process(), case TCP_FIN_WAIT2). An urgent one is not held back (tcp_output.c: tcp_nagle_test).
 */
export const deliver = (state: State, id: number, bytes: number | 'urgent'): State => {
  const other = otherEnd(state, id)
  if (other === null) return hearReset(state, id)
  const to = socketAt(state, other)
  if (isRefusing(to)) return hearReset(hearReset(state, other), id)
  const from = socketAt(state, id)
  const next = withSocket(state, id, { sent: from.sent + 1 })
  if (bytes === 'urgent') return withSocket(next, other, { urgent: to.inbox })
  const inbox = to.inbox === null || isHeldBack(from, to) ? null : to.inbox + bytes
  return withSocket(next, other, { inbox })
}

/**
 * Where a client of TCP comes to a listener of MPTCP, the socket is one of TCP (mptcp/protocol.c: mptcp_stream_accept).
 */
const kindOf = (listener: Socket, client: Socket): Pick<Socket, 'transport' | 'protocol'> =>
  client.transport === 'tcp' && listener.transport === 'mptcp'
    ? { transport: 'tcp', protocol: protocols.IPPROTO_TCP }
    : listener

/**
 * A client is connected to a listener, where the other end waits from now on. That has the options of its listener and what it shut
 * down before it listened, but no port by name (sock.c: sk_clone_lock, "SOCK_BINDPORT_LOCK"); TCP that was shut down for writing
 * finishes at once (tcp_input.c: tcp_rcv_state_process(), case TCP_SYN_RECV).
 */
export const join = (state: State, id: number, listener: number, to: Local): State => {
  const [client, server] = [socketAt(state, id), socketAt(state, listener)]
  const child = state.sockets.length
  const { transport, protocol } = kindOf(server, client)
  const shut = transport === server.transport ? server.shut : unconnected.shut
  const from = unmapped(client.local?.host ?? to.host)
  const bound = server.home !== null && !isAny(server.home.host) ? server.home.host : server.pinned
  const accepted: Socket = {
    ...server,
    ...{ ...unconnected, transport, protocol, phase: 'connected', shut },
    ...{ local: { host: keptAs(server, to.host), port: to.port }, far: keptAs(server, from), home: null },
    ...{ pinned: bound, peer: client.local },
    ...{ queue: [], other: id, error: null, notices: 0, flags: noFlags, ...unowned },
  }
  const joined = { ...state, sockets: [...state.sockets, accepted] }
  const queued = withSocket(joined, listener, { queue: [...server.queue, child] })
  const met = withSocket(queued, id, { other: child })
  return shut.wr && transport === 'tcp' ? finish(met, child) : met
}

/** Connections that nobody accepted are reset when their listener ends (inet_connection_sock.c: inet_csk_listen_stop). */
const withoutQueue = (state: State, id: number): State =>
  socketAt(state, id).queue.reduce<State>(
    (before, child) => {
      const after = before.sockets[child]?.link === 'closed' ? before : notify(before, child, hearReset, id)
      return { ...after, sockets: after.sockets.with(child, undefined) }
    },
    withSocket(state, id, { queue: [] }),
  )

/** The last descriptor of a stream is closed: with a reset, if it had not received all (tcp.c: __tcp_close, "data_was_unread"). */
export const closeStream = (state: State, id: number): State => {
  const { phase, link, inbox, urgent, local, other } = socketAt(state, id)
  if (phase === 'listening') return withoutQueue(state, id)
  if (phase === 'idle' || link === 'closed') return state
  const spent = local === null ? state.spent : [...state.spent, local.port]
  if (inbox === null && other !== null && other !== id)
    return { ...state, spent, unsettled: [...state.unsettled, other] }
  if ((inbox !== 0 || urgent !== null) && other !== id) return notify(state, id, hearReset)
  return finish({ ...state, spent }, id)
}

/**
 * Ends whatever a stream does, and makes it as new but for its pending error and a port that it was bound to by name
 * (tcp.c: tcp_disconnect(), mptcp/protocol.c: mptcp_disconnect()).
 */
export const disconnect = (state: State, id: number): State => {
  const { phase, link, transport, other, error } = socketAt(state, id)
  const isReset = phase === 'connected' && link !== 'closed'
  const after = isReset && other !== id ? notify(state, id, hearReset) : withoutQueue(state, id)
  const socket = socketAt(after, id)
  const isBound = phase === 'idle' || (link === 'closed' && socket.home === null)
  return withSocket(after, id, {
    ...unconnected,
    ...(isBound ? {} : withoutConnection(socket)),
    error: isReset && transport === 'tcp' ? 'ECONNRESET' : error,
  })
}
