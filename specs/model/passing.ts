import { deny } from '../designs/judge.js'
import { judgeReceive, judgeSend, judgeUse, mailboxEnd } from '../designs/socket-fd/model.js'
import type { OpOf } from '../program.js'
import type { Target } from '../target.js'
import { actorOf, type Branch, fail, ok, processOf, socketOf, unmodelled, value } from './branch.js'
import { released } from './listen.js'
import { type State, withDescriptor } from './state.js'
import { traceDenied } from './tracing.js'

/** The state with one more descriptor of a socket. */
const given = (state: State, op: OpOf<'receive_fd' | 'take_fd'>, id: number): State =>
  withDescriptor(state, actorOf(op), op.as, id)

/**
 * sendmsg(2) with SCM_RIGHTS: a descriptor on its way keeps its socket open.
 * Order: whether the mailbox itself may be used, then the descriptor (scm.c: scm_fp_copy).
 */
const sendFd = (_target: Target, state: State, op: OpOf<'send_fd'>): readonly Branch[] => {
  const process = processOf(state, op)
  const found = socketOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const unusable = judgeUse(process.layers, mailboxEnd, 'send')
  if (unusable !== null) return deny(state, unusable)
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const denied = judgeSend(process.layers, found.socket)
  if (denied !== null) return deny(state, denied)
  return ok({ ...state, mailbox: [...state.mailbox, { kind: 'socket', id: found.id }] }, 'pass.sent')
}

/** recvmsg(2) with SCM_RIGHTS, without waiting; a message whose descriptor is refused comes without it. */
const receiveFd = (_target: Target, state: State, op: OpOf<'receive_fd'>): readonly Branch[] => {
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const unusable = judgeUse(process.layers, mailboxEnd, 'recv')
  if (unusable !== null) return deny(state, unusable)
  const [oldest, ...mailbox] = state.mailbox
  if (oldest === undefined) return fail(state, 'EAGAIN', 'pass.empty')
  const socket = oldest.kind === 'socket' ? state.sockets[oldest.id] : undefined
  if (socket === undefined) return unmodelled('pass.other-kind')
  const taken = { ...state, mailbox }
  const refused = judgeReceive(process.layers, socket, 'message')
  if (refused === null) return ok(given(taken, op, oldest.id), 'pass.received')
  const [denied] = deny(taken, refused)
  return value(released(denied?.next ?? taken, oldest.id), 'dropped', refused.clause)
}

/**
 * pidfd_getfd(2).
 * Order: whether the process may be looked into, then whether the descriptor is open (pid.c: __pidfd_fget), then
 * whether it may be received (file.c: receive_fd).
 */
const takeFd = (_target: Target, state: State, op: OpOf<'take_fd'>): readonly Branch[] => {
  const taker = processOf(state, op)
  const owner = state.processes.get(op.from)
  if (taker === undefined || owner === undefined) return unmodelled('actor.none')
  const denied = traceDenied(state, taker, { target: owner, actor: op.from })
  if (denied !== null) return denied
  const id = owner.sockets.get(op.socket)
  const socket = id === undefined ? undefined : state.sockets[id]
  if (id === undefined || socket === undefined) return fail(state, 'EBADF', 'pass.not-open')
  const refused = judgeReceive(taker.layers, socket, 'taking')
  return refused === null ? ok(given(state, op, id), 'pass.taken') : deny(state, refused)
}

/** The same of a descriptor that is no socket: no right is about those. */
const takeFile = (_target: Target, state: State, op: OpOf<'take_file'>): readonly Branch[] => {
  const taker = processOf(state, op)
  const owner = state.processes.get(op.from)
  if (taker === undefined || owner === undefined) return unmodelled('actor.none')
  return traceDenied(state, taker, { target: owner, actor: op.from }) ?? ok(state, 'pass.file')
}

/** What the ops of this family do. */
export const steps = { send_fd: sendFd, receive_fd: receiveFd, take_fd: takeFd, take_file: takeFile }
