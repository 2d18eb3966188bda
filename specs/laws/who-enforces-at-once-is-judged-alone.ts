import fc from 'fast-check'
import { delay } from '../arbitrary/delays.js'
import { domain, right } from '../arbitrary/draw.js'
import { atOnce, by, create, enforce, exercise, program } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

const fork: Op = { kind: 'fork', child: 1 }

/** Two processes that enforce at the same time, each a ruleset of its own or both the same, are each restricted by what they enforced. */
export const whoEnforcesAtOnceIsJudgedAlone: Spec = {
  name: 'who-enforces-at-once-is-judged-alone',
  onDemand: true,
  programs: target =>
    fc
      .record({
        one: right(target),
        other: right(target),
        domain: domain(),
        isSame: fc.boolean(),
        delay: delay(),
      })
      .map(({ one, other, domain, isSame, delay }) => {
        const its = isSame ? one : other
        return program(
          create(target, 0, { handled_access_net: [one] }),
          ...[create(target, 1, { handled_access_net: [other] }), fork],
          atOnce(delay, enforce(0), by(1, enforce(isSame ? 0 : 1))),
          ...[exercise(one, 0, 'a', domain), by(1, exercise(its, 0, 'a', domain))],
        )
      }),
  holds: trace => stepsOf(trace, 'bind', 'connect', 'sendto').every(({ outcome }) => outcome === 'EACCES'),
  refutedBy: withOutcome('OK', ({ kind, actor }) => kind === 'restrict_self' && actor === 1),
}
