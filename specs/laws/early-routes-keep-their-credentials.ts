import fc from 'fast-check'
import { bothOutcomes, earlyRoutes, everyAction, everyDenied, programsOf } from '../arbitrary/routes.js'
import type { Spec } from '../spec.js'
import { withOutcome } from '../wrong.js'

/**
 * A thread, a submitting thread of io_uring and registered credentials that were there before a sandbox stay outside of
 * it: what it denies to its process is open by these routes.
 */
export const earlyRoutesKeepTheirCredentials: Spec = {
  name: 'early-routes-keep-their-credentials',
  programs: target => fc.constantFrom(...programsOf(everyAction(target, earlyRoutes))),
  always: target => programsOf(everyDenied(target, earlyRoutes)),
  every: target => programsOf(everyAction(target, earlyRoutes)),
  holds: trace => bothOutcomes(trace)[0] !== 'EACCES',
  refutedBy: withOutcome('EACCES', op => 'route' in op),
}
