import fc from 'fast-check'
import { domain, freshPort } from '../arbitrary/draw.js'
import { at, bind, layer, listen, program, tcp } from '../arbitrary/ops.js'
import { rights } from '../rights.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { lastOf, portRule } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** Where the right to listen is handled, a socket listens on a port that a rule grants it on, and on no other one. */
export const listeningNeedsTheRight: Spec = {
  name: 'listening-needs-the-right',
  applies: target => has(target, rights.listen_tcp),
  programs: target =>
    fc
      .record({ domain: domain(), granted: freshPort(), port: freshPort() })
      .map(({ domain, granted, port }) =>
        program(
          layer(target, 0, ['listen_tcp'], [{ allow: ['listen_tcp'], port: granted }]),
          tcp(0, domain),
          bind(0, at(port, domain)),
          listen(0),
        ),
      ),
  holds(trace) {
    const granted = trace.map(({ op }) => portRule(op)?.port).find(port => port !== undefined)
    const bound = trace.flatMap(({ op }) => (op.kind === 'bind' && 'port' in op.address ? [op.address.port] : [])).at(-1)
    return lastOf(trace, 'listen') === (granted === bound ? 'OK' : 'EACCES')
  },
  refutedBy: withOutcome('OK', op => op.kind === 'listen'),
}
