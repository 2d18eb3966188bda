import fc from 'fast-check'
import { readEvents } from '../arbitrary/audit.js'
import { freshPort, policy, right } from '../arbitrary/draw.js'
import { by, exercise, layer, program } from '../arbitrary/ops.js'
import { eventsOf } from '../events.js'
import type { Spec } from '../spec.js'
import { withOutcome } from '../wrong.js'

/** Each denial is one trace event, in whichever process it is, and what is allowed is none. */
export const everyDenialIsTracedOnce: Spec = {
  name: 'every-denial-is-traced-once',
  programs: target =>
    fc
      .record({
        policies: fc.array(policy(target), { minLength: 1, maxLength: 3 }),
        attempts: fc.array(fc.record({ right: right(target), port: freshPort(), child: fc.boolean() }), {
          minLength: 1,
          maxLength: 4,
        }),
      })
      .map(({ policies, attempts }) =>
        program(
          policies.flatMap(({ handled, grants }, slot) => layer(target, slot, handled, grants)),
          { kind: 'fork', child: 1 },
          attempts.flatMap(({ right, port, child }, slot) => [
            ...by(child ? 1 : 0, exercise(right, slot, port)),
            ...(slot % 2 === 0 ? [] : [readEvents]),
          ]),
          readEvents,
        ),
      ),
  holds(trace) {
    let denials = 0
    for (const { op, outcome } of trace) {
      if (outcome === 'EACCES') denials += 1
      if (op.kind !== 'read_events') continue
      if (eventsOf(outcome).filter(({ name }) => name === 'deny_access_net').length !== denials) return false
      denials = 0
    }
    return true
  },
  refutedBy: withOutcome('=none', op => op.kind === 'read_events'),
}
