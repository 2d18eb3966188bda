import fc from 'fast-check'
import { everyOrigin } from '../arbitrary/origins.js'
import { bothOutcomes, programsOf } from '../arbitrary/routes.js'
import type { Spec } from '../spec.js'
import { withLayers } from '../wrong.js'

/**
 * However a socket came to a process, and whatever namespaces the process has been to: what a domain denies to a call on a
 * new socket it denies to that one, and it denies nothing else.
 */
export const noRoutesLeadAroundADomain: Spec = {
  name: 'no-routes-lead-around-a-domain',
  onDemand: true,
  programs: target => fc.constantFrom(...programsOf(everyOrigin(target))),
  always: target => programsOf(everyOrigin(target)),
  holds(trace) {
    const [own, plain] = bothOutcomes(trace)
    return (own === 'EACCES') === (plain === 'EACCES')
  },
  refutedBy: step => (target, state, op) =>
    'socket' in op && op.socket > 0 ? withLayers(() => [])(step)(target, state, op) : step(target, state, op),
}
