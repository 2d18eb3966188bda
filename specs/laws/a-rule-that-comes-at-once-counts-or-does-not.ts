import fc from 'fast-check'
import { delay } from '../arbitrary/delays.js'
import { domain, right } from '../arbitrary/draw.js'
import { addRule, atOnce, by, create, enforce, exercise, program } from '../arbitrary/ops.js'
import { portIn } from '../ops/uses.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf, type Trace } from '../trace.js'
import { withLayers } from '../wrong.js'

const fork: Op = { kind: 'fork', child: 1 }

/** Whether the calls that name a port were denied. */
const denials = (trace: Trace, port: string): readonly boolean[] =>
  stepsOf(trace, 'bind', 'connect', 'sendto')
    .filter(({ op }) => portIn(op) === port)
    .map(({ outcome }) => outcome === 'EACCES')

/**
 * A ruleset to which a rule is added while it is enforced is enforced with that rule or without it, for good, and in either case with the
 * rules from before and with no other.
 */
export const aRuleThatComesAtOnceCountsOrDoesNot: Spec = {
  name: 'a-rule-that-comes-at-once-counts-or-does-not',
  onDemand: true,
  programs: target =>
    fc
      .record({ right: right(target), domain: domain(), isFirst: fc.boolean(), delay: delay() })
      .map(({ right, domain, isFirst, delay }) => {
        const adds = by(1, addRule(0, { allow: [right], port: 'b' }))
        return program(
          create(target, 0, { handled_access_net: [right] }),
          ...[addRule(0, { allow: [right], port: 'a' }), fork],
          isFirst ? atOnce(delay, adds, enforce(0)) : atOnce(delay, enforce(0), adds),
          ...[exercise(right, 0, 'a', domain), exercise(right, 1, 'c', domain)],
          ...[exercise(right, 2, 'b', domain), exercise(right, 3, 'b', domain)],
        )
      }),
  holds: trace =>
    denials(trace, 'a').every(isDenied => !isDenied) &&
    denials(trace, 'c').every(isDenied => isDenied) &&
    new Set(denials(trace, 'b')).size < 2,
  refutedBy: withLayers(() => []),
}
