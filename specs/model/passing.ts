import type { OpOf } from '../program.js'
import type { Target } from '../target.js'
import { actorOf, type Branch, fail, ok, outside, processOf, socketOf } from './branch.js'
import { type State, withEntry, withProcess } from './state.js'
import { traceDenied } from './tracing.js'

/** The state with one more descriptor of a socket. */
const given = (state: State, op: OpOf<'receive_fd' | 'take_fd'>, id: number): State =>
  withProcess(state, actorOf(op), {
    sockets: withEntry(processOf(state, op)?.sockets ?? new Map(), op.as, id),
  })

/** sendmsg(2) with SCM_RIGHTS: a descriptor on its way keeps its socket open. */
export const sendFd = (_target: Target, state: State, op: OpOf<'send_fd'>): readonly Branch[] => {
  const found = socketOf(state, op)
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  return ok({ ...state, mailbox: [...state.mailbox, found.id] }, 'pass.sent')
}

/** recvmsg(2) with SCM_RIGHTS, without waiting. */
export const receiveFd = (_target: Target, state: State, op: OpOf<'receive_fd'>): readonly Branch[] => {
  const [oldest, ...mailbox] = state.mailbox
  if (oldest === undefined) return fail(state, 'EAGAIN', 'pass.empty')
  return ok(given({ ...state, mailbox }, op, oldest), 'pass.received')
}

/**
 * pidfd_getfd(2).
 * Order: whether the process may be looked into, then whether the descriptor is open (pid.c: __pidfd_fget).
 */
export const takeFd = (_target: Target, state: State, op: OpOf<'take_fd'>): readonly Branch[] => {
  const taker = processOf(state, op)
  const owner = state.processes.get(op.from)
  if (taker === undefined || owner === undefined) return outside
  const denied = traceDenied(state, taker, owner)
  if (denied !== null) return denied
  const id = owner.sockets.get(op.socket)
  return id === undefined ? fail(state, 'EBADF', 'pass.not-open') : ok(given(state, op, id), 'pass.taken')
}
