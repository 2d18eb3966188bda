import { callDenied } from '../designs/calls.js'
import type { OpOf } from '../program.js'
import { isUdp } from '../right.js'
import type { Target } from '../target.js'
import { socketTypes } from '../uapi/socket.js'
import { actorOf, type Branch, fail, ok, processOf, socketOf, unmodelled, value } from './branch.js'
import { notJudged, perhaps, vague, withFallback } from './opaque.js'
import { answerOf } from './other-stacks.js'
import { anywhere, isPerhapsTaken, isTaken, portWord } from './ports.js'
import { closeSctp, isSctp } from './sctp.js'
import { withLastName } from './senders.js'
import { isClosed } from './sockets.js'
import {
  type Socket,
  type State,
  withDescriptor,
  withEntry,
  withNewSocket,
  withProcess,
  withSocket,
} from './state.js'
import { closeStream } from './streams.js'
import { hasName } from './unix.js'
import { closeUnix } from './unix-ends.js'
import { closeVsock, listenVsock } from './vsock.js'

const isDatagram = ({ transport, type }: Socket): boolean =>
  isUdp(transport) || (transport === 'unix' && type === socketTypes.SOCK_DGRAM)

/** listen(2): merged Landlock has no hook there, so even a port that the kernel chooses is not judged. */
const listen = (_target: Target, state: State, op: OpOf<'listen'>): readonly Branch[] => {
  const found = socketOf(state, op)
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const { id, socket } = found
  const denied = callDenied(state, process, socket, 'listen')
  if (denied !== null) return denied
  if (socket.transport === 'opaque')
    return answerOf('listen', { state, found, op }) ?? notJudged(vague(state, found), 'opaque.listen')
  if (socket.transport === 'vsock') return listenVsock(state, found, op.backlog ?? null)
  if (isDatagram(socket)) return fail(state, 'EOPNOTSUPP', 'listen.not-stream')
  if (socket.transport === 'unix' && !hasName(socket)) return fail(state, 'EINVAL', 'listen.unix-unbound')
  // Which way a socket was shut down before decides what comes of it.
  if (socket.refused) return unmodelled('listen.refused')
  if (socket.transport === 'unix' && socket.phase === 'connected')
    return fail(state, 'EINVAL', 'listen.unix-connected')
  if (socket.phase === 'connected') return fail(state, 'EINVAL', 'listen.connected')
  const backlog = op.backlog ?? null
  if (socket.phase === 'listening') return ok(withSocket(state, id, { backlog }), 'listen.again')
  const holders = [...state.inner, ...(socket.transport === 'unix' ? [] : state.spent)]
  if (socket.local !== null && holders.includes(socket.local.port)) return unmodelled('port.spent')
  if (socket.local !== null && socket.transport !== 'unix' && isPerhapsTaken(state, id, socket.local))
    return unmodelled('port.perhaps-taken')
  if (socket.local !== null && socket.transport !== 'unix' && isTaken(state, id, socket.local)) {
    return fail(state, 'EADDRINUSE', 'listen.in-use')
  }
  if (socket.local !== null) return ok(withSocket(state, id, { phase: 'listening', backlog }), 'listen.bound')
  return ok(
    withSocket(state, id, { phase: 'listening', backlog, local: anywhere(socket, id), stale: null }),
    'listen.autobind',
  )
}

/** accept4(2), without waiting. */
const accept = (_target: Target, state: State, op: OpOf<'accept'>): readonly Branch[] => {
  const found = socketOf(state, op)
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const { id, socket } = found
  const denied = callDenied(state, process, socket, 'accept')
  if (denied !== null) return denied
  if (socket.transport === 'opaque') {
    const answer = answerOf('accept', { state, found, op })
    if (answer !== null) return answer
    const accepted = withNewSocket(state, actorOf(op), op.as, { ...socket, refused: true })
    return perhaps(
      notJudged(state, 'opaque.accept'),
      withFallback(accepted, { id: state.sockets.length, socket }),
    )
  }
  if (isDatagram(socket)) return fail(state, 'EOPNOTSUPP', 'accept.not-stream')
  if (socket.phase !== 'listening') return fail(state, 'EINVAL', 'accept.not-listening')
  const [oldest, ...queue] = socket.queue
  if (oldest === undefined) return fail(state, 'EAGAIN', 'accept.empty')
  const taken = withSocket(withSocket(state, id, { queue }), oldest, { domain: process.layers })
  return ok(withDescriptor(taken, actorOf(op), op.as, oldest), 'accept.ok')
}

/** getsockname(2), reduced to the port: its number, its letter, or that it is an ephemeral one. */
const getsockname = (_target: Target, state: State, op: OpOf<'getsockname'>): readonly Branch[] => {
  const found = socketOf(state, op)
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const denied = callDenied(state, process, found.socket, 'getsockname')
  if (denied !== null) return denied
  const { transport, local, stale } = found.socket
  if (transport === 'opaque' || transport === 'vsock') return unmodelled('opaque.name')
  if (transport === 'unix') return value(state, 0, 'name.unix')
  const port = stale ?? local?.port ?? 0
  return value(state, portWord(port), 'name.port')
}

/** getpeername(2), which only tells whether there is a peer; a UNIX socket has one that is gone until it notices. */
const getpeername = (_target: Target, state: State, op: OpOf<'getpeername'>): readonly Branch[] => {
  const found = socketOf(state, op)
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const { socket } = found
  const denied = callDenied(state, process, socket, 'getpeername')
  if (denied !== null) return denied
  if (socket.transport === 'opaque')
    return answerOf('getpeername', { state, found, op }) ?? notJudged(state, 'opaque.getpeername')
  if (socket.transport === 'vsock' && socket.refused) return unmodelled('vsock.ended')
  if (socket.phase !== 'connected') return fail(state, 'ENOTCONN', 'name.no-peer')
  const isGone = socket.transport !== 'unix' && (isClosed(socket) || socket.peer?.port === 0)
  return isGone ? fail(state, 'ENOTCONN', 'name.no-peer') : ok(state, 'name.peer')
}

/** Whether a process has a descriptor of a socket, or one is on its way. */
const isReferred = ({ processes, mailbox, forgotten }: State, id: number): boolean =>
  mailbox.some(letter => letter.kind === 'socket' && letter.id === id) ||
  forgotten.includes(id) ||
  [...processes.values()].some(({ sockets }) => [...sockets.values()].includes(id))

/** What the end of a socket does to others. */
const ending = (state: State, id: number, socket: Socket): State => {
  const { transport, other } = socket
  if (isSctp(socket)) return closeSctp(state, id, socket)
  if (transport === 'opaque' && other !== null) return { ...state, unsettled: [...state.unsettled, other] }
  if (transport === 'unix') return closeUnix(withLastName(state, id), id)
  if (transport === 'vsock') return closeVsock(state, id)
  return transport === 'tcp' || transport === 'mptcp' ? closeStream(state, id) : state
}

/** The state after a descriptor of a socket is gone. */
export const released = (state: State, id: number): State => {
  const socket = state.sockets[id]
  if (socket === undefined || isReferred(state, id)) return state
  const ended = ending(state, id, socket)
  const spent =
    state.held.includes(id) && socket.local !== null ? [...ended.spent, socket.local.port] : ended.spent
  return { ...ended, sockets: ended.sockets.with(id, undefined), spent }
}

/** close(2): the last descriptor ends the socket, and the ports of a connection are left for a while. */
const close = (_target: Target, state: State, op: OpOf<'close'>): readonly Branch[] => {
  const process = processOf(state, op)
  const found = socketOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const sockets = new Map(process.sockets)
  sockets.delete(op.socket)
  return ok(released(withProcess(state, actorOf(op), { sockets }), found.id), 'close.ok')
}

/** fork(2). */
const fork = (_target: Target, state: State, op: OpOf<'fork'>): readonly Branch[] => {
  const parent = processOf(state, op)
  if (parent === undefined || state.processes.has(op.child)) return unmodelled('actor.none')
  const child = { ...parent, parent: actorOf(op), pending: [] }
  return ok({ ...state, processes: withEntry(state.processes, op.child, child) }, 'actor.fork')
}

/** What the ops of this family do. */
export const steps = { listen, accept, getsockname, getpeername, close, fork }
