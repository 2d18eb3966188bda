import fc from 'fast-check'
import {
  at,
  bind,
  close,
  type Domain,
  domains,
  layer,
  listen,
  program,
  rightsOf,
  tcp,
} from '../arbitrary/ops.js'
import { receiveFd, sendFd } from '../arbitrary/passing.js'
import type { Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'

const journey = (target: Target, domain: Domain, isInside: boolean, times: number): Program =>
  program(
    tcp(0, domain),
    bind(0, at('a', domain)),
    listen(0),
    isInside ? layer(target, 0, rightsOf(target), [{ allow: ['bind_tcp'], port: 'a' }]) : [],
    Array.from({ length: times }, () => sendFd(0)),
    close(0),
    tcp(1, domain),
    Array.from({ length: times }, () => [bind(1, at('a', domain)), receiveFd(2), close(2)]).flat(),
    receiveFd(2),
    bind(1, at('a', domain)),
  )

/** Another socket than the one on its way ends. */
const beside = (target: Target): Program =>
  program(
    ...[tcp(0), bind(0, at('a')), tcp(1), sendFd(1)],
    layer(target, 0, rightsOf(target), [{ allow: ['bind_tcp'], port: 'a' }]),
    ...[close(0), tcp(2), bind(2, at('a')), receiveFd(3), receiveFd(3)],
  )

const everyJourney = (target: Target): readonly Program[] => [
  beside(target),
  ...domains.flatMap(domain =>
    [true, false].flatMap(isInside => [1, 2].map(times => journey(target, domain, isInside, times))),
  ),
]

/** A socket whose last descriptor is on its way is open, and keeps its port, until that is received and closed. */
export const aSocketOnItsWayStaysOpen: Spec = {
  name: 'a-socket-on-its-way-stays-open',
  programs: target => fc.constantFrom(...everyJourney(target)),
  every: everyJourney,
  holds(trace) {
    const [last, ...before] = stepsOf(trace, 'bind').slice(1).toReversed()
    const empty = stepsOf(trace, 'receive_fd').at(-1)
    return (
      last?.outcome === 'OK' &&
      empty?.outcome === 'EAGAIN' &&
      before.every(({ outcome }) => outcome === 'EADDRINUSE')
    )
  },
  refutedBy: step => (target, state, op) =>
    step(target, op.kind === 'close' ? { ...state, mailbox: [] } : state, op),
}
