import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { layer, listen, program, tcp } from '../arbitrary/ops.js'
import type { Port } from '../program.js'
import { rights } from '../rights.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { lastOf, portRule } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A socket without a port, which listening gives one, needs the right to listen on port 0. */
export const aPortByListeningIsPortZero: Spec = {
  name: 'a-port-by-listening-is-port-zero',
  applies: target => has(target, rights.listen_tcp),
  programs: target =>
    fc
      .record({ domain: domain(), port: fc.constantFrom<Port[]>(0, 'a') })
      .map(({ domain, port }) =>
        program(
          layer(target, 0, ['listen_tcp'], [{ allow: ['listen_tcp'], port }]),
          tcp(0, domain),
          listen(0),
        ),
      ),
  holds(trace) {
    const granted = trace.map(({ op }) => portRule(op)?.port).find(port => port !== undefined)
    return lastOf(trace, 'listen') === (granted === 0 ? 'OK' : 'EACCES')
  },
  refutedBy: withOutcome('OK', op => op.kind === 'listen'),
}
