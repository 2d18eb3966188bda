import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { at, bind, layer, listen, program, tcp } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** Sharing a port by SO_REUSEADDR or SO_REUSEPORT needs the right to bind it like taking it alone. */
export const aSharedPortNeedsTheRightToo: Spec = {
  name: 'a-shared-port-needs-the-right-too',
  programs: target =>
    fc
      .record({
        domain: domain(),
        option: fc.constantFrom('SO_REUSEADDR' as const, 'SO_REUSEPORT' as const),
        granted: fc.boolean(),
        listens: fc.boolean(),
      })
      .map(({ domain, option, granted, listens }) => {
        const share = (socket: number): Op => ({ kind: 'setsockopt', socket, option, value: 1 })
        return program(
          tcp(0, domain),
          share(0),
          bind(0, at('a', domain)),
          layer(target, 0, ['bind_tcp'], granted ? [{ allow: ['bind_tcp'], port: 'a' }] : []),
          tcp(1, domain),
          share(1),
          bind(1, at('a', domain)),
          listens ? [listen(0), listen(1)] : [],
        )
      }),
  holds(trace) {
    const isGranted = trace.some(({ op }) => op.kind === 'add_rule')
    return stepsOf(trace, 'bind').at(-1)?.outcome === (isGranted ? 'OK' : 'EACCES')
  },
  refutedBy: withOutcome('EADDRINUSE', (op, state) => op.kind === 'bind' && state.rulesets.length > 0),
}
