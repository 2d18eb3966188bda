import { handles } from '../designs/judge.js'
import { judgeCreation } from '../designs/socket-create/model.js'
import { judgeProtocol } from '../designs/socket-protocol/model.js'
import { canTake } from '../ops/uses.js'
import { noDescriptor } from '../ops/values.js'
import { isPlainCall, isRing, type Op, type Route, routeOf } from '../program.js'
import type { Target } from '../target.js'
import { families, socketTypes } from '../uapi/socket.js'
import { actorOf, type Branch, type ModelStep, mapBranches, unmodelled } from './branch.js'
import type { ClauseId } from './clauses.js'
import { isForAllThreads } from './enforce.js'
import { allCapabilities, initialThread } from './initial-state.js'
import {
  type DescriptorFlags,
  type Layer,
  type Process,
  type State,
  type Thread,
  withProcess,
} from './state.js'
import { held, isUnsettled, unsettled } from './unsettled.js'

export const isByChild = (route: Route): boolean => route === 'fork' || route === 'vfork' || route === 'exec'

/** Whether a child can answer by a channel of its own: a pair of UNIX streams, through which it sends a socket that it makes. */
const hasChannel = (target: Target, layers: readonly Layer[], { kind }: Op): boolean => {
  const pair = { domain: families.AF_UNIX, type: socketTypes.SOCK_STREAM, protocol: 0 }
  const passes = kind === 'socket' || kind === 'accept'
  if (passes && layers.some(layer => handles(layer, 'send') || handles(layer, 'receive'))) return false
  return judgeCreation(target, layers, pair) === null && judgeProtocol(layers, pair, 'socket') === null
}

/** A descriptor that execve(2) closes does not come along, and a ring does not wait for a socket that does not. */
const staysBehind = (route: Route, flags: DescriptorFlags | undefined): boolean =>
  (route === 'exec' && flags?.closesOnExec === true) || (isRing(route) && flags?.doesNotWait === true)

/** Whether the call can be made by the route at all. */
const takes = (target: Target, route: Route, op: Op, { layers, user, net, filters }: Process): boolean => {
  if (user !== 0 || net !== 0) return false
  if (isByChild(route) && !hasChannel(target, layers, op)) return false
  if (filters.length > 0 && !isRing(route)) return false
  if (!canTake(op, route)) return false
  if (route === 'exec' && layers.some(layer => layer.handledFs !== 0)) return false
  return !route.startsWith('early_') || actorOf(op) === 0
}

/** Who acts in place of the process: what is its own, and what there is of that afterwards. */
type Deputy = {
  readonly own: Partial<Process>
  readonly stays: (acted: Process) => Partial<Process>
}

const threadOf = ({ layers, noNewPrivs, muted, capabilities, permitted }: Thread): Thread => ({
  layers,
  noNewPrivs,
  muted,
  capabilities,
  permitted,
})

/** The thread or the child that the route has the call made by, with the clause where that tells; what goes through a ring changes nothing of a thread. */
const deputyOf = (route: Route, op: Op, process: Process): Deputy & { readonly clause?: ClauseId } => {
  const own = threadOf(process)
  const stays = () => ({ ...own, early: process.early })
  if (route === 'early_sqpoll') return { own: initialThread, stays, clause: 'route.submitting-thread' }
  if (route === 'early_personality') return { own: initialThread, stays, clause: 'route.personality' }
  if (route === 'early_thread') {
    const swapped = (acted: Process) => ({ ...acted.early, early: threadOf(acted) })
    return { own: { ...process.early, early: own }, stays: swapped, clause: 'route.early-thread' }
  }
  if (route === 'thread') return { own: {}, stays: () => (isForAllThreads(op) ? {} : own) }
  if (route === 'exec')
    return process.noNewPrivs
      ? { own: { capabilities: process.permitted }, stays, clause: 'route.exec-raises' }
      : { own: { capabilities: allCapabilities, permitted: allCapabilities }, stays, clause: 'route.exec' }
  return { own: {}, stays }
}

/** What execve(2) closes is no descriptor any more: rulesets are made so, and so is /dev/null opened here (syscalls.c: O_CLOEXEC). */
const afterExec = ({ rulesets }: Process, op: Op): Op => {
  if (op.kind !== 'restrict_self') return op
  const { ruleset } = op
  const closesOnExec = typeof ruleset === 'number' && rulesets.get(ruleset)?.closesOnExec === true
  return ruleset === 'foreign' || closesOnExec ? { ...op, ruleset: noDescriptor } : op
}

const refused = ['ECONNREFUSED', 'ECONNRESET']

/** Where a ring may wait for ever, or is told that it asked before: a vsock is ready to send before it is connected (af_vsock.c: vsock_poll). */
const unanswered: readonly ClauseId[] = [
  'opaque.connect',
  'opaque.accept',
  'connect.queue-full',
  'vsock.connect',
  'vsock.refused',
  'smc.connect',
  'smc.refused',
]

/**
 * A ring waits for a connection to accept, for ever if none comes. It connects without waiting and looks at the end
 * of it later, so a socket that was refused may not be as connect(2) leaves it; and a byte that Fast Open is to send
 * is answered before the connection is there. A stack that no right is about may not answer at all.
 */
const throughRing = (route: Route, op: Op, all: readonly Branch[]): readonly Branch[] => {
  const branches = hasThread(route) ? mapBranches(all, one => held(op, one)) : all
  if (branches.some(({ clause }) => unanswered.includes(clause))) return unmodelled('ring.unanswered')
  // Nobody wrote an error down, so there is none when it looks (io_uring/net.c: io_connect, sock_error).
  if (branches.some(({ clause }) => clause === 'connect.to-itself-shut')) return unmodelled('ring.unanswered')
  if (op.kind === 'accept' && branches.every(({ outcome }) => outcome === 'EAGAIN'))
    return unmodelled('ring.unanswered')
  if (op.kind === 'accept') return branches.filter(({ outcome }) => outcome !== 'EAGAIN')
  if (op.kind === 'connect')
    return mapBranches(branches, one => (refused.includes(one.outcome) ? unsettled(op, one) : one))
  return op.kind === 'sendto' && op.fastopen === true
    ? mapBranches(branches, one => begun(op, one))
    : branches
}

const begun = (op: Op, branch: Branch): Branch => {
  if (branch.outcome !== 'OK' && !refused.includes(branch.outcome)) return branch
  return { ...unsettled(op, branch), outcome: '!EACCES', clause: 'route.fastopen-begins' }
}

/** A thread of a ring answers first and lets go of the socket then. */
const hasThread = (route: Route): boolean =>
  route === 'io_uring_async' || route === 'io_uring_sqpoll' || route === 'early_sqpoll'

const outcomesOf = (branches: readonly Branch[]): string => branches.map(({ outcome }) => outcome).join()

/** Somebody else acts for one call. */
const byDeputy =
  (plain: ModelStep, { own, stays }: Deputy): ModelStep =>
  (target, state, op) =>
    mapBranches(plain(target, withProcess(state, actorOf(op), own), op), branch => {
      const acted = branch.next.processes.get(actorOf(op))
      return acted === undefined
        ? branch
        : { ...branch, next: withProcess(branch.next, actorOf(op), stays(acted)) }
    })

/** Whoever acts after execve(2) is another program than the one that made the domains (cred.c: hook_bprm_creds_for_exec). */
const later =
  (plain: ModelStep): ModelStep =>
  (target, state, op) => {
    const as = (one: State, isLater: boolean): State => ({ ...one, log: { ...one.log, isLater } })
    return mapBranches(plain(target, as(state, true), op), branch => ({
      ...branch,
      next: as(branch.next, false),
    }))
  }

/**
 * That a connection is there the submitting thread finds later, and as itself: it has other credentials only while it submits, and
 * what was enforced on all threads is its own (io_uring/sqpoll.c: __io_sq_thread, io_sq_tw; io_uring/net.c: io_connect).
 */
const endsLate = (route: Route, { early }: Process, branches: readonly Branch[]): boolean =>
  route === 'early_sqpoll' &&
  early.layers.length > 0 &&
  branches.some(({ clause }) => clause === 'connect.ok' || clause === 'connect.to-itself')

/** The step of an op that has a route: as the plain call, but for whose credentials it is judged by. */
export const byRoute = (plain: ModelStep): ModelStep => {
  const viaRoute = (
    target: Parameters<ModelStep>[0],
    state: State,
    op: Op,
    route: Route,
  ): readonly Branch[] => {
    const process = state.processes.get(actorOf(op))
    if (process === undefined || !takes(target, route, op, process)) return unmodelled('route.process')
    const id = 'socket' in op ? process.sockets.get(op.socket) : undefined
    if (staysBehind(route, id === undefined ? undefined : state.sockets[id]?.flags))
      return unmodelled('route.closed-on-exec')
    const call = route === 'exec' ? later(plain) : plain
    const actual = route === 'exec' ? afterExec(process, op) : op
    const taken = { ...state, routed: true }
    const own = call(target, taken, actual)
    const { clause, ...deputy } = deputyOf(route, actual, process)
    const others = byDeputy(call, deputy)(target, taken, actual)
    if (endsLate(route, process, others)) return unmodelled('route.late')
    const branches =
      outcomesOf(own) === outcomesOf(others)
        ? others
        : mapBranches(others, branch => ({ ...branch, clause: clause ?? branch.clause }))
    return isRing(route) ? throughRing(route, actual, branches) : branches
  }
  return (target, state, op) => {
    const route = routeOf(op)
    if (isUnsettled(state, op)) return unmodelled('socket.unsettled')
    return route === undefined || (isPlainCall(route) && canTake(op, route))
      ? plain(target, state, op)
      : viaRoute(target, state, op, route)
  }
}
