import { isPlainCall, type Op, type OpOf, routeOf } from '../program.js'
import type { Target } from '../target.js'
import { actorOf, type Branch, fail, type ModelStep, ok, processOf, unmodelled } from './branch.js'
import { type State, withProcess } from './state.js'

/** seccomp(2) with a filter that answers one call; a thread that could gain privileges by it may not (seccomp.c). */
const seccomp = (_target: Target, state: State, op: OpOf<'seccomp'>): readonly Branch[] => {
  const process = processOf(state, op)
  if (process === undefined) return unmodelled('actor.none')
  const may = process.noNewPrivs || process.capabilities.includes('CAP_SYS_ADMIN')
  if (!may) return fail(state, 'EACCES', 'seccomp.unprivileged')
  const { call, errno } = op
  return ok(withProcess(state, actorOf(op), { filters: [{ call, errno }, ...process.filters] }), 'seccomp.ok')
}

/**
 * A filter answers a system call before the kernel looks at its arguments: before EBADF, and before any hook. The youngest
 * filter wins, and what goes through a ring is no system call of that name.
 */
export const filtered =
  (plain: ModelStep): ModelStep =>
  (target, state, op: Op) => {
    const route = routeOf(op)
    if (route !== undefined && !isPlainCall(route)) return plain(target, state, op)
    const filter = processOf(state, op)?.filters.find(({ call }) => call === op.kind)
    if (filter === undefined) return plain(target, state, op)
    return fail(state, filter.errno, 'seccomp.answered')
  }

/** What the ops of this family do. */
export const steps = { seccomp }
