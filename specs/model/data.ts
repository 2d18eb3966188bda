import { callDenied } from '../designs/calls.js'
import type { OpOf } from '../program.js'
import type { Target } from '../target.js'
import type { Outcome } from '../trace.js'
import { socketTypes } from '../uapi/socket.js'
import { actorOf, type Branch, type Found, fail, ok, outside, processOf, socketOf } from './branch.js'
import type { ClauseId } from './clauses.js'
import { notJudged } from './opaque.js'
import { withoutConnection } from './ports.js'
import { type State, withDescriptor, withSocket } from './state.js'
import { withReset } from './unsettled.js'

/** One of several outcomes, which of them depends on what the peer did. */
const oneOf = (state: State, outcomes: readonly Outcome[], clause: ClauseId): readonly Branch[] =>
  outcomes.map(outcome => ({ outcome, clause, next: state }))

/** A byte to the peer of a stream. */
export const sendStream = (state: State, { id, socket }: Found): readonly Branch[] => {
  if (socket.phase !== 'connected') return fail(state, 'EPIPE', 'send.not-connected')
  return oneOf(withSocket(state, id, { sent: true }), ['OK', 'EPIPE', 'ECONNRESET', 'EAGAIN'], 'send.stream')
}

/** recv(2) of one byte, without waiting: merged Landlock has no hook there. */
export const recv = (_target: Target, state: State, op: OpOf<'recv'>): readonly Branch[] => {
  const found = socketOf(state, op)
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const process = processOf(state, op)
  if (process === undefined) return outside
  const denied = callDenied(state, process, found.socket, 'recv')
  if (denied !== null) return denied
  const { transport, phase, type, stale, refused } = found.socket
  if (transport === 'opaque') return notJudged(state, 'opaque.recv')
  if (transport === 'udp') return oneOf(state, ['EAGAIN', 'OK', 'ECONNREFUSED'], 'recv.datagram')
  if (transport === 'mptcp' || stale || refused) return outside
  if (phase === 'connected') return oneOf(state, ['OK', 'EAGAIN', 'ECONNRESET', 'ENOTCONN'], 'recv.stream')
  if (transport === 'tcp' || type === socketTypes.SOCK_SEQPACKET)
    return fail(state, 'ENOTCONN', 'recv.not-connected')
  if (type === socketTypes.SOCK_DGRAM) return oneOf(state, ['EAGAIN', 'OK'], 'recv.datagram')
  return fail(state, 'EINVAL', 'recv.unix-not-connected')
}

/** shutdown(2): of a listener it ends the listening, and the socket may be connected then. */
export const shutdown = (_target: Target, state: State, op: OpOf<'shutdown'>): readonly Branch[] => {
  const found = socketOf(state, op)
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const process = processOf(state, op)
  if (process === undefined) return outside
  const { id, socket } = found
  const denied = callDenied(state, process, socket, 'shutdown')
  if (denied !== null) return denied
  if (socket.transport === 'opaque') return notJudged(state, 'opaque.shutdown')
  if (socket.transport === 'mptcp' || socket.refused) return outside
  const shut = withSocket(state, id, { refused: true })
  if (socket.transport === 'unix') {
    const stillListens = socket.phase === 'listening' && op.how === 'SHUT_WR'
    return ok(stillListens ? state : shut, 'shutdown.ok')
  }
  if (socket.phase === 'idle') return fail(shut, 'ENOTCONN', 'shutdown.not-connected')
  if (socket.phase === 'connected') return ok(shut, 'shutdown.ok')
  if (op.how === 'SHUT_WR') return ok(shut, 'shutdown.ok')
  const change = { ...withoutConnection(socket), phase: 'idle', queue: 0 } as const
  return ok(withReset(withSocket(state, id, change), socket), 'shutdown.listener')
}

/** dup(2): two descriptors of one description. */
export const dup = (_target: Target, state: State, op: OpOf<'dup'>): readonly Branch[] => {
  const process = processOf(state, op)
  const found = socketOf(state, op)
  if (process === undefined) return outside
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  return ok(withDescriptor(state, actorOf(op), op.as, found.id), 'dup.ok')
}
