import { type Op, type OpOf, routeOf } from '../program.js'
import { isFixed, type Target } from '../target.js'
import { withDenial } from './audit.js'
import { actorOf, type Branch, fail, ok, processOf, socketOf, unmodelled } from './branch.js'
import { mayHaveRaised } from './owners.js'
import { withPending } from './pending.js'
import { isByChild } from './route.js'
import { scopeDenial } from './scope.js'
import { type Pending, type State, withProcess, withSocket } from './state.js'

const sent = (state: State, op: OpOf<'kill'>): State => {
  const { signal, via } = op
  if (signal === undefined) return state
  const of = via === 'tgkill' ? 'first' : via === 'tgkill_early' ? 'early' : 'process'
  return withPending(state, op.target, { signal, of, isSure: true })
}

/** Whether it is a thread of the very process that sends, and not a child of it. */
const isOwn = (op: OpOf<'kill'>): boolean => {
  const route = routeOf(op)
  return op.target === actorOf(op) && (route === undefined || !isByChild(route))
}

/**
 * kill(2), tgkill(2) and pidfd_send_signal(2): what a signal scope keeps in is any signal, and signal 0, to a thread of another domain, unless that is
 * of the same process; a process is judged by its first thread (signal.c: kill_pid_info_type, task.c: hook_task_kill).
 */
const kill = (target: Target, before: State, op: OpOf<'kill'>): readonly Branch[] => {
  // Who has a second thread comes into no user namespace of its own (kernel/fork.c: check_unshare_flags()), also where a signal to it is denied.
  const state = op.via === 'tgkill_early' ? { ...before, routed: true } : before
  const other = state.processes.get(op.target)
  const layers = processOf(state, op)?.layers ?? []
  if (other === undefined) return unmodelled('actor.none')
  if (op.via === 'tgkill_early' && other.user !== 0) return unmodelled('route.process')
  const theirs = op.via === 'tgkill_early' ? other.early.layers : other.layers
  const denial = scopeDenial(layers, theirs, 'signal', [`to=${op.target}`])
  if (denial === null) return ok(sent(state, op), 'witness.kill')
  if (isOwn(op) && isFixed(target, 2)) return ok(sent(state, op), 'signal.own-process')
  return fail(withDenial(state, denial), 'EPERM', 'signal.scoped')
}

/** What a thread looks through, in this order: what is for itself, and then what is for its process. */
const queuesOf = (op: Op): readonly Pending['of'][] => {
  const route = routeOf(op)
  if (route === undefined) return ['first', 'process']
  return route === 'early_thread' ? ['early', 'process'] : ['process']
}

/** sigtimedwait(2). */
const sigtimedwait = (_target: Target, state: State, op: OpOf<'sigtimedwait'>): readonly Branch[] => {
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const { pending } = process
  const found = queuesOf(op).flatMap(of =>
    pending.filter(one => one.signal === op.signal && one.of === of),
  )[0]
  if (found?.isSure !== true && mayHaveRaised(state, actorOf(op), op.signal))
    return unmodelled('signal.unsure')
  if (found === undefined) return fail(state, 'EAGAIN', 'signal.none')
  if (!found.isSure) return unmodelled('signal.unsure')
  const left = pending.filter(one => one !== found)
  return ok(withProcess(state, actorOf(op), { pending: left }), 'signal.taken')
}

/**
 * fcntl(F_SETOWN): the domain of who sets the owner is kept with the socket (fs.c: hook_file_set_fowner). That of the own process is not, which makes no
 * difference: whatever it restricts itself by is nested in that.
 */
const setown = (_target: Target, state: State, op: OpOf<'setown'>): readonly Branch[] => {
  const process = processOf(state, op)
  const found = socketOf(state, op)
  if (process === undefined || !state.processes.has(op.owner)) return unmodelled('actor.none')
  if (found === undefined) return fail(state, 'EBADF', 'fd.not-open')
  const owner = { actor: op.owner, layers: process.layers }
  const isAsync = op.async === true || found.socket.isAsync
  return ok(withSocket(state, found.id, { owner, isAsync }), 'signal.owner')
}

/** What the ops of this family do. */
export const steps = { kill, sigtimedwait, setown }
