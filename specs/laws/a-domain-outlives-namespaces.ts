import fc from 'fast-check'
import { departures, setns, unshare } from '../arbitrary/namespaces.js'
import { by, exercise, layer, type NetRightName, program, rightsOf } from '../arbitrary/ops.js'
import type { Op, Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

/** Ways into other namespaces: by unshare(2), or by setns(2) after a child that went there. */
const journeys: readonly (readonly Op[])[] = [
  ...departures.map(way => way.map(unshare)),
  [{ kind: 'fork', child: 1 }, ...by(1, unshare('net')), setns('net', 1)],
  [{ kind: 'fork', child: 1 }, ...by(1, unshare('user')), setns('user', 1)],
  [{ kind: 'fork', child: 1 }, ...by(1, unshare('user'), unshare('net')), setns('user', 1), setns('net', 1)],
]

/** The way starts before the sandbox, after it, or between two of its layers. */
const positions = ['before', 'after', 'between'] as const

const attempts = (target: Target, right: NetRightName, journey: readonly Op[], place: string): Program => {
  const grants = [
    { allow: [right], port: 'b' as const },
    ...(right === 'connect_send_udp' ? [{ allow: ['bind_udp'], port: 0 }] : []),
  ]
  const handled = right === 'connect_send_udp' ? [right, 'bind_udp'] : [right]
  const sandbox = layer(target, 0, handled, grants)
  const [old, call] = exercise(right, 0, 'a')
  return program(
    old,
    place === 'before' ? journey : [],
    sandbox,
    place === 'between' ? [journey, layer(target, 1, handled, grants)].flat() : [],
    place === 'after' ? journey : [],
    call,
    exercise(right, 1, 'a'),
    exercise(right, 2, 'b'),
  )
}

/** Every journey at every place, the rights in turn: what a domain survives does not depend on what it handles. */
const everyAttempt = (target: Target): readonly Program[] => {
  const rights = rightsOf(target)
  const both = journeys.flatMap(journey => positions.map(place => ({ journey, place })))
  return both.flatMap(({ journey, place }, index) => {
    const right = rights[index % rights.length]
    return right === undefined ? [] : [attempts(target, right, journey, place)]
  })
}

/** No namespace frees of a domain: what is denied before unshare(2) or setns(2) is denied after, and the other way round. */
export const aDomainOutlivesNamespaces: Spec = {
  name: 'a-domain-outlives-namespaces',
  programs: target => fc.constantFrom(...everyAttempt(target)),
  every: everyAttempt,
  holds: trace =>
    stepsOf(trace, 'unshare', 'setns').every(({ outcome }) => outcome === 'OK') &&
    stepsOf(trace, 'bind', 'connect').every(
      ({ op, outcome }) => (outcome === 'EACCES') === ('socket' in op && op.socket < 2),
    ),
  refutedBy: withLayers((layers, { user, net }) => (user + net > 0 ? [] : layers)),
}
