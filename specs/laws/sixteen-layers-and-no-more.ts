import fc from 'fast-check'
import { domain, right } from '../arbitrary/draw.js'
import { create, enforce, exercise, layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf, stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** Sixteen layers are enforced, the seventeenth is E2BIG, and a refused one restricts nothing. */
export const sixteenLayersAndNoMore: Spec = {
  name: 'sixteen-layers-and-no-more',
  programs: target =>
    fc
      .record({ right: right(target), domain: domain(), extra: fc.integer({ min: 1, max: 2 }) })
      .map(({ right, domain, extra }) =>
        program(
          layer(target, 0, [right], [{ allow: [right], port: 'a' }]),
          Array.from({ length: 15 }, () => enforce(0)),
          create(target, 1, { handled_access_net: [right] }),
          Array.from({ length: extra }, () => enforce(1)),
          exercise(right, 0, 'a', domain),
        ),
      ),
  holds(trace) {
    const outcomes = stepsOf(trace, 'restrict_self').map(({ outcome }) => outcome)
    const areRight = outcomes.every((outcome, index) => outcome === (index < 16 ? 'OK' : 'E2BIG'))
    return areRight && lastOf(trace, 'bind', 'connect') !== 'EACCES'
  },
  refutedBy: withOutcome(
    'E2BIG',
    (op, { processes }) => op.kind === 'restrict_self' && processes.get(0)?.layers.length === 15,
  ),
}
