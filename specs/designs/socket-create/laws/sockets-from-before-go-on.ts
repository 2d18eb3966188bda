import fc from 'fast-check'
import { by, program } from '../../../arbitrary/ops.js'
import { anyCalls } from '../../../arbitrary/program.js'
import type { Spec } from '../../../spec.js'
import { stepsOf } from '../../../trace.js'
import { creationLayer, knows } from '../../ops.js'
import { demanding } from '../../wrong.js'

/** A right to create has no say in what is done with sockets that are there: all calls but creation go on. */
export const socketsFromBeforeGoOn: Spec = {
  name: 'sockets-from-before-go-on',
  applies: target => knows(target, 'create'),
  programs: target =>
    fc
      .record({ calls: anyCalls(target), at: fc.nat({ max: 3 }), inChild: fc.boolean() })
      .map(({ calls, at, inChild }) => {
        const before = calls.slice(0, 1 + at)
        const after = calls.slice(1 + at)
        const nothing = creationLayer(target, 0)
        return inChild
          ? program(before, { kind: 'fork', child: 1 }, by(1, nothing, after))
          : program(before, nothing, after)
      }),
  holds: trace => {
    const enforced = trace.findIndex(({ op }) => op.kind === 'restrict_self')
    const after = trace.slice(enforced)
    return (
      stepsOf(after, 'socket').every(({ outcome }) => outcome === 'EACCES') &&
      stepsOf(after, 'bind', 'connect', 'listen', 'accept', 'sendto', 'getsockname', 'close').every(
        ({ outcome }) => outcome !== 'EACCES',
      )
    )
  },
  refutedBy: demanding('bind', 'connect', 'listen', 'accept', 'sendto'),
}
