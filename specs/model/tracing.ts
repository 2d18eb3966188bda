import type { Actor, OpOf } from '../program.js'
import type { Target } from '../target.js'
import { fsRights } from '../uapi/landlock.js'
import { withDenial } from './audit.js'
import { actorOf, type Branch, fail, mapBranches, ok, processOf, unmodelled } from './branch.js'
import { isCapable } from './capable.js'
import { initialProcess } from './initial-state.js'
import type { Layer, Process, State } from './state.js'

/** task.c: domain_scope_le(): the domain of one is that of the other, or one that it is nested in. */
const isWithin = (inner: readonly Layer[], outer: readonly Layer[]): boolean =>
  outer.every((layer, index) => layer === inner[index])

const hasPrivilege = (tracer: Process, target: Process): boolean =>
  isCapable(tracer, target.user, 'CAP_SYS_PTRACE') ||
  (tracer.user === target.user && target.permitted.every(one => tracer.permitted.includes(one)))

/**
 * What keeps an actor from looking into the process of another one, or null. A denial by Landlock is logged for the youngest
 * layer of who looks (task.c: hook_ptrace_access_check).
 * Order: capabilities, then Landlock (security.c: security_ptrace_access_check), with the same errno.
 */
export const traceDenied = (
  state: State,
  tracer: Process,
  { target, actor }: { readonly target: Process; readonly actor: Actor | 'nobody' },
): readonly Branch[] | null => {
  if (!hasPrivilege(tracer, target)) return fail(state, 'EPERM', 'trace.unprivileged')
  const layer = tracer.layers.at(-1)
  if (layer === undefined || isWithin(target.layers, tracer.layers)) return null
  const denial = { layer, blocker: 'ptrace', quiet: null, about: [`to=${actor}`] }
  return fail(withDenial(state, denial), 'EPERM', 'trace.other-domain')
}

/** ptrace(2) with ATTACH or SEIZE: nobody traces itself (ptrace.c: ptrace_attach). */
const ptrace = (_target: Target, state: State, op: OpOf<'ptrace'>): readonly Branch[] => {
  const tracer = processOf(state, op)
  const target = state.processes.get(op.of)
  if (tracer === undefined || target === undefined) return unmodelled('actor.none')
  if (op.of === actorOf(op)) return fail(state, 'EPERM', 'trace.itself')
  return traceDenied(state, tracer, { target, actor: op.of }) ?? ok(state, 'trace.attached')
}

/** ptrace(2) with TRACEME: it is the parent that would trace, and is judged and blamed (task.c: hook_ptrace_traceme). */
const traceme = (_target: Target, state: State, op: OpOf<'traceme'>): readonly Branch[] => {
  const target = processOf(state, op)
  if (target === undefined) return unmodelled('actor.none')
  const tracer = target.parent === null ? initialProcess : state.processes.get(target.parent)
  if (tracer === undefined) return unmodelled('actor.none')
  return traceDenied(state, tracer, { target, actor: 'nobody' }) ?? ok(state, 'trace.traceme')
}

const readFile = 1 << fsRights.read_file.bit

/** open(2) of what leads into a process: its links are followed by who may look into it (base.c: proc_pid_get_link, namespaces.c: proc_ns_get_link). */
const openProc = (_target: Target, state: State, op: OpOf<'open_proc'>): readonly Branch[] => {
  const process = processOf(state, op)
  const target = state.processes.get(op.of)
  if (process === undefined || target === undefined) return unmodelled('actor.none')
  // Here what the other has must be effective, and elsewhere permitted (commoncap.c: cap_ptrace_access_check(), PTRACE_MODE_FSCREDS).
  const looker = { ...process, permitted: process.capabilities }
  const denied = op.of === actorOf(op) ? null : traceDenied(state, looker, { target, actor: op.of })
  if (denied !== null)
    return mapBranches(denied, one => ({ ...one, outcome: 'EACCES', clause: 'trace.proc-denied' }))
  const judges = op.what === 'fd' && process.layers.some(({ handledFs }) => (handledFs & readFile) !== 0)
  return judges ? unmodelled('file.rights') : ok(state, 'trace.proc')
}

/** What the ops of this family do. */
export const steps = { ptrace, traceme, open_proc: openProc }
