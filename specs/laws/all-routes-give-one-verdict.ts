import fc from 'fast-check'
import {
  bothOutcomes,
  everyAction,
  everyDenied,
  plainRoutes,
  programsOf,
  sendRoutes,
} from '../arbitrary/routes.js'
import { routeOf } from '../program.js'
import type { Spec } from '../spec.js'
import { withLayers } from '../wrong.js'

/** By whatever route a call gets to the kernel, Landlock gives one verdict. */
export const allRoutesGiveOneVerdict: Spec = {
  name: 'all-routes-give-one-verdict',
  programs: target => fc.constantFrom(...programsOf(everyAction(target, plainRoutes))),
  always: target => programsOf([...everyDenied(target, plainRoutes), ...everyAction(target, sendRoutes)]),
  every: target => programsOf(everyAction(target, plainRoutes)),
  holds(trace) {
    const [routed, plain] = bothOutcomes(trace)
    return (routed === 'EACCES') === (plain === 'EACCES')
  },
  refutedBy: step => (target, state, op) =>
    routeOf(op) === undefined ? step(target, state, op) : withLayers(() => [])(step)(target, state, op),
}
