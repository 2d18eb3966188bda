import fc from 'fast-check'
import { domain, grantsWithin, right, someRights } from '../arbitrary/draw.js'
import { by, close, exercise, layer, program } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** Two layers with the same rules in another order give the same outcomes. */
export const ruleOrderIsIrrelevant: Spec = {
  name: 'rule-order-is-irrelevant',
  programs: target =>
    someRights(target)
      .chain(handled =>
        fc.record({
          handled: fc.constant(handled),
          grants: grantsWithin(handled, 4),
          right: right(target),
          domain: domain(),
        }),
      )
      .map(({ handled, grants, right, domain }) =>
        program(
          { kind: 'fork', child: 1 },
          by(1, layer(target, 0, handled, grants), exercise(right, 0, 'a', domain), close(0)),
          layer(target, 0, handled, grants.toReversed()),
          exercise(right, 0, 'a', domain),
        ),
      ),
  holds(trace) {
    const [one, other] = stepsOf(trace, 'bind', 'connect')
    return one?.outcome === other?.outcome
  },
  refutedBy: withOutcome('EACCES', op => op.actor === 1 && (op.kind === 'bind' || op.kind === 'connect')),
}
