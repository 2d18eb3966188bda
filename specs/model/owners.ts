import type { SignalName } from '../uapi/signal.js'
import { withDenial } from './audit.js'
import { type Branch, type ModelStep, unmodelled } from './branch.js'
import { withPending } from './pending.js'
import { scopeDenial } from './scope.js'
import type { Socket, State } from './state.js'

/** A signal that a socket raises; `isSure` says that it does, and not only that it may. */
type Raised = { readonly signal: SignalName; readonly isSure: boolean }

/**
 * What else than data may tell the owner of a socket something (sock.c: sock_def_wakeup, sock_def_error_report), such as that a stream was sent without a
 * copy, which is noticed some time later.
 */
const stateFields = [
  'phase',
  'link',
  'shut',
  'error',
  'done',
  'notices',
] as const satisfies readonly (keyof Socket)[]

/** Data, a connection, or the notice that a datagram was sent without a copy (skbuff.c: __msg_zerocopy_callback(), sk_error_report()). */
const isMore = (before: Socket, after: Socket): boolean =>
  after.queue.length > before.queue.length ||
  (after.inbox ?? 0) > (before.inbox ?? 0) ||
  (after.transport === 'udp' && after.notices > before.notices)

const data: Raised = { signal: 'SIGIO', isSure: true }

/**
 * An urgent byte first raises SIGURG, which waits for no O_ASYNC, and is data then, for TCP twice (sock.c: sk_send_sigurg, sock_def_readable,
 * tcp_input.c: tcp_urg, af_unix.c: queue_oob).
 */
const raisedByUrgent = ({ isAsync, transport }: Socket): readonly Raised[] => {
  const io = transport === 'tcp' ? [data, data] : [data]
  return [{ signal: 'SIGURG', isSure: true }, ...(isAsync ? io : [])]
}

const raisedBy = (before: Socket, after: Socket): readonly Raised[] => {
  if (before.urgent === null && after.urgent !== null) return raisedByUrgent(before)
  if (!before.isAsync) return []
  if (isMore(before, after)) return [data]
  const isTold = stateFields.some(name => before[name] !== after[name])
  return isTold ? [{ ...data, isSure: false }] : []
}

/**
 * A signal to the owner of a socket: judged by the domain of who set the owner, as it was then, whoever sends what raises it
 * (task.c: hook_file_send_sigiotask). Undefined if it is not known whether something is denied.
 */
const send = (
  state: State,
  owner: NonNullable<Socket['owner']>,
  { signal, isSure }: Raised,
): State | undefined => {
  const theirs = state.processes.get(owner.actor)?.layers ?? []
  const denial = scopeDenial(owner.layers, theirs, 'signal', [`to=${owner.actor}`])
  if (denial === null) return withPending(state, owner.actor, { signal, of: 'process', isSure })
  return isSure ? withDenial(state, denial) : undefined
}

/** The state after a step with the signals that the sockets of the one before it raised. */
const withRaised = (before: State, after: State): State | undefined =>
  before.sockets.reduce<State | undefined>((state, socket, id) => {
    const now = after.sockets[id]
    const owner = now?.owner ?? null
    if (socket === undefined || now === undefined || owner === null) return state
    return raisedBy(socket, now).reduce<State | undefined>(
      (one, raised) => (one === undefined ? undefined : send(one, owner, raised)),
      state,
    )
  }, after)

/** Whatever a step does to sockets that have an owner sends that a signal. */
export const signalling =
  (plain: ModelStep): ModelStep =>
  (target, state, op) => {
    const branches = plain(target, state, op)
    if (!state.sockets.some(socket => socket?.owner)) return branches
    const all: Branch[] = []
    for (const branch of branches) {
      const next = withRaised(state, branch.next)
      if (next === undefined) return unmodelled('signal.unsure')
      all.push({ ...branch, next })
    }
    return branches.length === 0 ? branches : all
  }

/** Whether the owner of some socket may have been sent a signal of which the model does not know. */
export const mayHaveRaised = (state: State, actor: number, signal: SignalName): boolean =>
  signal === 'SIGIO' &&
  state.sockets.some(
    socket =>
      socket?.owner?.actor === actor &&
      socket.isAsync &&
      (socket.inbox === null || socket.transport === 'mptcp' || socket.transport === 'opaque'),
  )
