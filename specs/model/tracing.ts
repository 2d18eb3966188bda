import type { Actor } from '../program.js'
import { withDenial } from './audit.js'
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
 * What keeps an actor from looking into the process of another one, or null. A denial by Landlock is logged for the youngest
 * layer of who looks (task.c: hook_ptrace_access_check).
 * Order: capabilities, then Landlock (security.c: security_ptrace_access_check), with the same errno.
 */
export const traceDenied = (
  state: State,
  tracer: Process,
  { target, actor }: { readonly target: Process; readonly actor: Actor },
): readonly Branch[] | null => {
  if (!hasPrivilege(tracer, target)) return fail(state, 'EPERM', 'trace.unprivileged')
  const layer = tracer.layers.at(-1)
  if (layer === undefined || isWithin(target.layers, tracer.layers)) return null
  const denial = { layer, blocker: 'ptrace', quiet: null, about: [`to=${actor}`] }
  return fail(withDenial(state, denial), 'EPERM', 'trace.other-domain')
}
