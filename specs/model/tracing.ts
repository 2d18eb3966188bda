import { type Branch, fail } from './branch.js'
import { isCapable } from './capable.js'
import type { Layer, Process, State } from './state.js'

/** task.c: domain_scope_le(): the domain of one is that of the other, or one that it is nested in. */
const isWithin = (inner: readonly Layer[], outer: readonly Layer[]): boolean =>
  outer.every((layer, index) => layer === inner[index])

const hasPrivilege = (tracer: Process, target: Process): boolean =>
  isCapable(tracer, target.user, 'CAP_SYS_PTRACE') ||
  (tracer.user === target.user && target.capabilities.every(one => tracer.capabilities.includes(one)))

/**
 * What keeps a process from looking into another one, or null.
 * Order: capabilities, then Landlock (security.c: security_ptrace_access_check), with the same errno.
 */
export const traceDenied = (state: State, tracer: Process, target: Process): readonly Branch[] | null => {
  if (!hasPrivilege(tracer, target)) return fail(state, 'EPERM', 'trace.unprivileged')
  return isWithin(target.layers, tracer.layers) ? null : fail(state, 'EPERM', 'trace.other-domain')
}
