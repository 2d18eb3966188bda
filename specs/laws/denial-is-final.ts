import fc from 'fast-check'
import { domain, freshPort, policy, right } from '../arbitrary/draw.js'
import { close, exercise, layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withLayers } from '../wrong.js'

/** Once a port is denied to a process, it stays denied: layers only add up. */
export const denialIsFinal: Spec = {
  name: 'denial-is-final',
  programs: target =>
    fc
      .record({
        right: right(target),
        port: freshPort(),
        domain: domain(),
        policies: fc.array(policy(target), { minLength: 2, maxLength: 4 }),
      })
      .map(({ right, port, domain, policies }) =>
        program(
          policies.flatMap(({ handled, grants }, slot) => [
            ...layer(target, slot, handled, grants),
            ...exercise(right, slot, port, domain),
            close(slot),
          ]),
        ),
      ),
  holds(trace) {
    const outcomes = stepsOf(trace, 'bind', 'connect').map(step => step.outcome)
    const first = outcomes.indexOf('EACCES')
    return first < 0 || outcomes.slice(first).every(outcome => outcome === 'EACCES')
  },
  refutedBy: withLayers(layers => layers.slice(-1)),
}
