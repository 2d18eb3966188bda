import fc from 'fast-check'
import { delay } from '../arbitrary/delays.js'
import { domain, right } from '../arbitrary/draw.js'
import { addRule, atOnce, by, create, enforce, exercise, program } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { withOutcome } from '../wrong.js'

const fork: Op = { kind: 'fork', child: 1 }

/** Rules that two processes add to one ruleset at the same time are both there when it is enforced, be they for one port or for two. */
export const rulesThatAreAddedAtOnceAllCount: Spec = {
  name: 'rules-that-are-added-at-once-all-count',
  onDemand: true,
  programs: target =>
    fc
      .record({
        ...{ one: right(target), other: right(target), domain: domain() },
        ...{ port: fc.constantFrom('a' as const, 'b' as const), delay: delay() },
      })
      .map(({ one, other, domain, port, delay }) =>
        program(
          create(target, 0, { handled_access_net: [...new Set([one, other])] }),
          // A socket that connects is given a port first, which takes a right, too.
          one === 'bind_udp' || other === 'bind_udp' ? addRule(0, { allow: ['bind_udp'], port: 0 }) : [],
          fork,
          atOnce(delay, addRule(0, { allow: [one], port: 'a' }), by(1, addRule(0, { allow: [other], port }))),
          ...[enforce(0), exercise(one, 0, 'a', domain), exercise(other, 1, port, domain)],
        ),
      ),
  holds: trace => trace.every(({ outcome }) => outcome !== 'EACCES'),
  refutedBy: withOutcome('OK', ({ kind, actor }) => kind === 'add_rule' && actor === 1),
}
