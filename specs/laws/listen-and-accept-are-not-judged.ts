import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { accept, at, bind, by, connect, layer, listen, program, rightsOf, tcp } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** Landlock judges neither listen nor accept: a socket bound early serves on, and one never bound is given a port unasked. */
export const listenAndAcceptAreNotJudged: Spec = {
  name: 'listen-and-accept-are-not-judged',
  programs: target =>
    fc
      .record({ domain: domain(), bound: fc.boolean(), clients: fc.integer({ min: 0, max: 2 }) })
      .map(({ domain, bound, clients }) =>
        program(
          tcp(0, domain),
          bound ? bind(0, at('a', domain)) : [],
          { kind: 'fork', child: 1 },
          layer(target, 0, rightsOf(target)),
          listen(0),
          Array.from({ length: clients }, (_, client) => [
            ...by(1, tcp(client + 2, domain), connect(client + 2, at('of:0', domain))),
            accept(0, client + 2),
          ]).flat(),
          accept(0, 9),
        ),
      ),
  holds(trace) {
    const accepted = stepsOf(trace, 'listen', 'accept', 'connect')
    return accepted.every(
      ({ op, outcome }) => outcome === (op.kind === 'accept' && op.as === 9 ? 'EAGAIN' : 'OK'),
    )
  },
  refutedBy: withOutcome('EACCES', op => op.kind === 'listen'),
}
