import fc from 'fast-check'
import { byRoute, type Caller, create, enforce, program } from '../arbitrary/ops.js'
import { type Program, routeOf } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { withOp } from '../wrong.js'

/** Who may set no_new_privs beside the two threads that enforce. */
const setters: readonly Caller[] = [undefined, 'early_thread', 'thread', 'fork', 'exec']
const enforcers: readonly Caller[] = ['early_thread', undefined]

const attempt = (target: Target, dropped: readonly Caller[], setter: Caller | 'nobody'): Program =>
  program(
    create(target, 0, { handled_access_net: ['bind_tcp'] }),
    dropped.map(who => byRoute({ kind: 'drop_caps' }, who)),
    setter === 'nobody' ? [] : byRoute({ kind: 'no_new_privs' }, setter),
    enforcers.map(who => byRoute(enforce(0), who)),
  )

const everyAttempt = (target: Target): readonly Program[] =>
  [
    [],
    ['early_thread' as const],
    [undefined],
    ['early_thread' as const, undefined],
    ['thread' as const],
  ].flatMap(dropped => ['nobody' as const, ...setters].map(setter => attempt(target, dropped, setter)))

/** Enforcing needs CAP_SYS_ADMIN or no_new_privs of the thread that does it: what another thread or a child has or gives up is no matter. */
export const aThreadEnforcesByItsOwnPrivilege: Spec = {
  name: 'a-thread-enforces-by-its-own-privilege',
  programs: target => fc.constantFrom(...everyAttempt(target)),
  every: everyAttempt,
  holds(trace) {
    const did = (kind: 'drop_caps' | 'no_new_privs', who: Caller): boolean =>
      stepsOf(trace, kind).some(({ op }) => routeOf(op) === who)
    return stepsOf(trace, 'restrict_self').every(({ op, outcome }) => {
      const who = routeOf(op)
      return outcome === (did('drop_caps', who) && !did('no_new_privs', who) ? 'EPERM' : 'OK')
    })
  },
  refutedBy: withOp(op => {
    if (op.kind !== 'no_new_privs') return op
    const { route: _, ...plain } = op
    return plain
  }),
}
