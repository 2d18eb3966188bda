import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { at, layer, program, server, tcp } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withTarget } from '../wrong.js'

/** sendto with MSG_FASTOPEN needs CONNECT_TCP for its port, as connect does. */
export const fastOpenIsAConnect: Spec = {
  name: 'fast-open-is-a-connect',
  applies: target => target.behaviours.includes('fastopen_checked'),
  programs: target =>
    fc
      .record({ domain: domain(), granted: fc.boolean(), served: fc.boolean() })
      .map(({ domain, granted, served }) =>
        program(
          served ? server(0, at('a', domain), domain) : [],
          layer(target, 0, ['connect_tcp'], granted ? [{ allow: ['connect_tcp'], port: 'a' }] : []),
          tcp(1, domain),
          { kind: 'sendto', socket: 1, address: at('a', domain), fastopen: true },
        ),
      ),
  holds(trace) {
    const isGranted = trace.some(({ op }) => op.kind === 'add_rule')
    return (lastOf(trace, 'sendto') === 'EACCES') === !isGranted
  },
  refutedBy: withTarget(target => ({ ...target, behaviours: [] })),
}
