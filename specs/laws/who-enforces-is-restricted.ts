import fc from 'fast-check'
import { byRoute, type Caller, close, create, enforce, exercise, program } from '../arbitrary/ops.js'
import { type Op, type OpOf, type Program, type Route, routeOf } from '../program.js'
import type { Spec } from '../spec.js'
import { has, type Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { restrictSelfFlags } from '../uapi/landlock.js'
import { withOp } from '../wrong.js'

const tsync = 1 << restrictSelfFlags.tsync.bit

/** Who enforces, and who tries then: the process itself, one of its threads, or a child. */
const enforcers: readonly Caller[] = [undefined, 'early_thread', 'thread', 'fork', 'vfork']
const others: readonly Route[] = ['early_thread', 'thread', 'fork']

const triedBy = (who: Caller): readonly Op[] => {
  const [socket, bind] = exercise('bind_tcp', 0, 'a')
  return [socket, byRoute(bind, who), close(0)]
}

const attempt = (target: Target, enforcer: Caller, flags: number): Program =>
  program(
    create(target, 0, { handled_access_net: ['bind_tcp'] }),
    byRoute(flags === 0 ? enforce(0) : { kind: 'restrict_self', ruleset: 0, flags }, enforcer),
    triedBy(undefined),
    others.flatMap(triedBy),
  )

const everyAttempt = (target: Target): readonly Program[] =>
  enforcers.flatMap(enforcer =>
    [0, ...(has(target, restrictSelfFlags.tsync) ? [tsync] : [])].map(flags =>
      attempt(target, enforcer, flags),
    ),
  )

/** Whether who tries has the domain: without TSYNC only who enforced it and is still there, and whom that one makes later. */
const isRestricted = (op: OpOf<'restrict_self'>, other: Caller): boolean => {
  const enforcer = routeOf(op)
  if (enforcer === 'fork' || enforcer === 'vfork') return false
  if (op.flags === tsync) return true
  return enforcer === 'early_thread'
    ? other === 'early_thread'
    : enforcer !== 'thread' && other !== 'early_thread'
}

/** A domain is that of the thread that enforces it, and of all threads of its process with TSYNC; what a child enforces, or a thread for itself, ends with it. */
export const whoEnforcesIsRestricted: Spec = {
  name: 'who-enforces-is-restricted',
  programs: target => fc.constantFrom(...everyAttempt(target)),
  always: everyAttempt,
  holds(trace) {
    const op = trace.find(step => step.op.kind === 'restrict_self')?.op
    if (op?.kind !== 'restrict_self') return false
    return stepsOf(trace, 'bind').every(
      bind => bind.outcome === (isRestricted(op, routeOf(bind.op)) ? 'EACCES' : 'OK'),
    )
  },
  refutedBy: withOp(op => {
    if (op.kind !== 'restrict_self') return op
    const { route: _, ...plain } = op
    return plain
  }),
}
