import fc from 'fast-check'
import { by, layer, program, rightsOf } from '../../../arbitrary/ops.js'
import type { Op } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import { stepsOf } from '../../../trace.js'
import { everyKind, kinds, open, pair, socketLayer, socketRightsOf } from '../../ops.js'

/** Who does not handle creation or protocols creates what it could before, also when it handles all else of sockets and ports. */
export const unhandledRightsOfSocketsAreUntouched: Spec = {
  name: 'unhandled-rights-of-sockets-are-untouched',
  applies: ({ designs }) => designs.length > 0,
  programs: target => {
    const others = socketRightsOf(target).filter(right => right !== 'create' && right !== 'protocol')
    return fc.array(fc.constantFrom(...everyKind(target)), { minLength: 1, maxLength: 5 }).map(chosen => {
      const opened: readonly Op[] = [...chosen.map((kind, as) => open(as, kind)), pair(kinds.unix)]
      return program(
        { kind: 'fork', child: 1 },
        by(
          1,
          layer(target, 0, rightsOf(target)),
          others.length > 0 ? socketLayer(target, 1, others) : [],
          opened,
        ),
        opened,
      )
    })
  },
  holds(trace) {
    const [inside, outside] = [1, 0].map(actor =>
      stepsOf(trace, 'socket', 'socketpair')
        .filter(({ op }) => (op.actor ?? 0) === actor)
        .map(({ outcome }) => outcome),
    )
    return inside?.join() === outside?.join()
  },
  refutedBy: step => (target, state, op) => {
    const layers = state.processes.get(op.actor ?? 0)?.layers ?? []
    const branches = step(target, state, op)
    return op.kind === 'socketpair' && layers.length > 0
      ? branches.map(branch => ({ ...branch, outcome: 'EACCES' as const }))
      : branches
  },
}
