import { callDenied } from '../designs/calls.js'
import type { Outcome } from '../outcome.js'
import type { OpOf } from '../program.js'
import { isUdp } from '../right.js'
import type { Target } from '../target.js'
import {
  actorOf,
  type Branch,
  type FoundSocket,
  fail,
  mapBranches,
  ok,
  processOf,
  socketOf,
  tellError,
  unmodelled,
} from './branch.js'
import type { ClauseId } from './clauses.js'
import { notJudged, vague } from './opaque.js'
import { answerOf } from './other-stacks.js'
import { withSender } from './senders.js'
import { isClosed } from './sockets.js'
import { type Socket, type State, withDescriptor, withSocket } from './state.js'
import { deliver, disconnect, finish } from './streams.js'
import { recvUnix } from './unix-data.js'
import { type ShutdownHow, shutUnix } from './unix-ends.js'
import { isUrgentAgain, passed, taken } from './urgent.js'
import { recvVsock, shutVsock } from './vsock.js'
import { recvNotice } from './zerocopy.js'

/** One of several outcomes, which of them depends on what the peer did. */
const oneOf = (state: State, outcomes: readonly Outcome[], clause: ClauseId): readonly Branch[] =>
  outcomes.map(outcome => ({ outcome, clause, next: state }))

/**
 * A byte, or some, to the peer of a stream of IP; an address is not looked at.
 * Order: the connection, its pending error first, then what was shut down (tcp.c: tcp_sendmsg_locked).
 */
export const sendStream = (
  state: State,
  { id, socket }: FoundSocket,
  bytes: number | 'urgent' = 1,
): readonly Branch[] => {
  const { phase, link, shut, error } = socket
  const sends = phase === 'connected' && (link === 'open' || link === 'left')
  if (!sends && error !== null) return tellError(state, id, error, 'send.pending')
  if (!sends) return fail(state, 'EPIPE', 'send.not-connected')
  if (socket.options.repair) return fail(state, 'EINVAL', 'send.repair')
  if (shut.wr) return fail(state, 'EPIPE', 'send.shut')
  if (bytes === 'urgent' && isUrgentAgain(state, socket)) return unmodelled('send.urgent-again')
  return ok(deliver(state, id, bytes), 'send.stream')
}

/** With the end of a connection comes whatever was held back, and both are OK. */
const recvDelayed = (state: State, { done, error, shut }: Socket): readonly Branch[] => {
  if (done) return ok(state, 'recv.stream')
  return error !== null || shut.rd
    ? unmodelled('recv.delayed')
    : oneOf(state, ['OK', 'EAGAIN'], 'recv.delayed')
}

/** What was received before comes first, the end of a connection before its error (tcp.c: tcp_recvmsg_locked, mptcp/protocol.c: mptcp_recvmsg). */
const recvStream = (before: State, { id, socket }: FoundSocket, bytes: number): readonly Branch[] => {
  const { phase, inbox, done, error, shut } = socket
  if (phase === 'listening') return fail(before, 'ENOTCONN', 'recv.not-connected')
  if (inbox === null) return recvDelayed(before, socket)
  if (inbox !== 0) return ok(withSocket(before, id, taken(socket, bytes)), 'recv.stream')
  const state = passed(before, id)
  if (done) return ok(state, 'recv.end')
  if (socket.options.repair) return fail(state, 'EPERM', 'recv.repair')
  if (error !== null) return tellError(state, id, error, 'recv.pending')
  if (shut.rd) return ok(state, 'recv.end')
  if (isClosed(socket)) return fail(state, 'ENOTCONN', 'recv.not-connected')
  return fail(state, 'EAGAIN', 'recv.nothing')
}

/** An error comes before any datagram (udp.c: __skb_recv_udp). */
const recvDatagram = (state: State, { id, socket }: FoundSocket): readonly Branch[] => {
  const { inbox, senders, error, refused } = socket
  if (refused) return unmodelled('datagram.was-inet')
  if (error !== null) return tellError(state, id, error, 'recv.pending')
  if (inbox === null) return oneOf(state, ['EAGAIN', 'OK'], 'recv.shared')
  if (inbox === 0) return fail(state, 'EAGAIN', 'recv.nothing')
  return ok(withSocket(state, id, { inbox: inbox - 1, senders: senders.slice(1) }), 'recv.datagram')
}

/** recv(2) of one byte, or of some, without waiting: merged Landlock has no hook there. */
const recv = (_target: Target, state: State, op: OpOf<'recv'>, bytes = 1): readonly Branch[] => {
  const found = socketOf(state, op)
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const denied = callDenied(state, process, found.socket, 'recv')
  if (denied !== null) return denied
  switch (found.socket.transport) {
    case 'opaque':
      return answerOf('recv', { state, found, op }) ?? notJudged(vague(state, found), 'opaque.recv')
    case 'unix':
      return recvUnix(state, found, bytes)
    case 'vsock':
      return recvVsock(state, found, bytes)
    case 'udp':
    case 'udplite':
      return recvDatagram(state, found)
    default:
      return recvStream(state, found, bytes)
  }
}

/** recvmsg(2): a stream fills all buffers that it can, and a datagram is taken as a whole. */
const recvmsg = (target: Target, state: State, { buffers, ...op }: OpOf<'recvmsg'>): readonly Branch[] =>
  recv(target, state, { ...op, kind: 'recv' }, buffers)

/** recvfrom(2): the same, and the address of who sent that. */
const recvfrom = (target: Target, state: State, op: OpOf<'recvfrom'>): readonly Branch[] => {
  const found = socketOf(state, op)
  const branches = recv(target, state, { ...op, kind: 'recv' })
  return found === undefined
    ? branches
    : mapBranches(branches, branch => withSender(state, found.socket, branch))
}

/** recvmsg(2) with MSG_ERRQUEUE. */
const recvError = (_target: Target, state: State, op: OpOf<'recv_error'>): readonly Branch[] => {
  const found = socketOf(state, op)
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  return callDenied(state, process, found.socket, 'recv') ?? recvNotice(state, found)
}

/** af_inet.c: inet_shutdown(), which notes what is shut down even where there is no connection. */
const shutInet = (state: State, { id, socket }: FoundSocket, how: ShutdownHow): readonly Branch[] => {
  const { phase, transport, shut } = socket
  const writes = how !== 'SHUT_RD'
  const noted = withSocket(state, id, {
    shut: { rd: shut.rd || how !== 'SHUT_WR', wr: shut.wr || writes },
  })
  if (phase === 'listening') {
    return how === 'SHUT_WR' ? ok(state, 'shutdown.ok') : ok(disconnect(state, id), 'shutdown.listener')
  }
  if (isClosed(socket)) return fail(noted, 'ENOTCONN', 'shutdown.not-connected')
  if (socket.options.repair) return unmodelled('shutdown.repair')
  return ok(writes && !isUdp(transport) ? finish(noted, id) : noted, 'shutdown.ok')
}

/** shutdown(2): of a listener it ends the listening, and the socket may be connected then. */
const shutdown = (_target: Target, state: State, op: OpOf<'shutdown'>): readonly Branch[] => {
  const found = socketOf(state, op)
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const { socket } = found
  const denied = callDenied(state, process, socket, 'shutdown')
  if (denied !== null) return denied
  if (socket.transport === 'opaque')
    return answerOf('shutdown', { state, found, op }) ?? notJudged(vague(state, found), 'opaque.shutdown')
  if (socket.transport === 'vsock') return shutVsock(state, found)
  return socket.transport === 'unix'
    ? ok(shutUnix(state, found.id, op.how), 'shutdown.ok')
    : shutInet(state, found, op.how)
}

/** dup(2): two descriptors of one description. */
const dup = (_target: Target, state: State, op: OpOf<'dup'>): readonly Branch[] => {
  const process = processOf(state, op)
  const found = socketOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  return ok(withDescriptor(state, actorOf(op), op.as, found.id), 'dup.ok')
}

/** What the ops of this family do. */
export const steps = { recv, recvmsg, recvfrom, recv_error: recvError, shutdown, dup }
