import { type EndingCase, ending } from '../arbitrary/ends.js'
import { byRoute, tcp } from '../arbitrary/ops.js'
import { earlyRoutes, plainRoutes } from '../arbitrary/routes.js'
import type { Op, Route } from '../program.js'
import type { Spec } from '../spec.js'

const repair = (route: Route | undefined): Op =>
  byRoute({ kind: 'setsockopt', socket: 0, option: 'TCP_REPAIR', value: 1 }, route)

/** Who was there before the process gave its capabilities up, and a program that root executes later, have them. */
const capable: readonly Route[] = [...earlyRoutes, 'exec']

const all: readonly EndingCase[] = [undefined, ...plainRoutes, ...earlyRoutes].flatMap(
  (route): readonly EndingCase[] => [
    { ops: [tcp(0), repair(route)], ends: 'OK' },
    {
      ops: [tcp(0), { kind: 'drop_caps' }, repair(route)],
      ends: route !== undefined && capable.includes(route) ? 'OK' : 'EPERM',
    },
    {
      ops: [tcp(0), { kind: 'no_new_privs' }, { kind: 'drop_caps' }, repair(route)],
      ends: route !== undefined && earlyRoutes.includes(route) ? 'OK' : 'EPERM',
    },
  ],
)

/** TCP_REPAIR needs a capability of whoever sets it, and by a route that is not always who asks for it. */
export const privilegedOptionsAskWhoSetsThem: Spec = {
  name: 'privileged-options-ask-who-sets-them',
  older: true,
  ...ending(() => all),
}
