import fc from 'fast-check'
import { byRoute } from '../arbitrary/ops.js'
import { anyProgram } from '../arbitrary/program.js'
import { plainRoutes } from '../arbitrary/routes.js'
import { canTake } from '../ops/uses.js'
import { type Op, type Route, routeOf } from '../program.js'
import type { Spec } from '../spec.js'
import { withOutcome } from '../wrong.js'

const routed: readonly Op['kind'][] = ['socket', 'bind', 'connect', 'listen', 'accept', 'sendto']

const by = (op: Op, route?: Route): Op =>
  route && routed.includes(op.kind) && canTake(op, route) ? byRoute(op, route) : op

/** No route answers EACCES to calls on unprivileged ports where no sandbox is, whatever the calls are. */
export const onlyASandboxDeniesByAnyRoute: Spec = {
  name: 'only-a-sandbox-denies-by-any-route',
  programs: target =>
    fc
      .tuple(anyProgram(target), fc.array(fc.constantFrom(...plainRoutes), { minLength: 3, maxLength: 3 }))
      .map(([{ ops }, routes]) => ({
        ops: ops.map((op, index) => by(op, routes[index % routes.length])),
      })),
  holds: trace =>
    trace.every(
      ({ op, outcome }, index) =>
        outcome !== 'EACCES' ||
        routeOf(op) === undefined ||
        trace.slice(0, index).some(({ op, outcome }) => op.kind === 'restrict_self' && outcome === 'OK'),
    ),
  refutedBy: withOutcome('EACCES', op => op.kind === 'bind'),
}
