import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { at, connect, layer, program, server, tcp } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A connect that TCP_FASTOPEN_CONNECT may defer is judged at the connect, not when the first byte is sent. */
export const aDeferredConnectIsJudged: Spec = {
  name: 'a-deferred-connect-is-judged',
  programs: target =>
    fc
      .record({ domain: domain(), granted: fc.boolean(), served: fc.boolean(), sends: fc.boolean() })
      .filter(({ served, sends }) => served || !sends)
      .map(({ domain, granted, served, sends }) =>
        program(
          served ? server(0, at('a', domain), domain) : [],
          layer(target, 0, ['connect_tcp'], granted ? [{ allow: ['connect_tcp'], port: 'a' }] : []),
          tcp(1, domain),
          { kind: 'setsockopt', socket: 1, option: 'TCP_FASTOPEN_CONNECT', value: 1 },
          connect(1, at('a', domain)),
          sends ? { kind: 'sendto', socket: 1 } : [],
        ),
      ),
  holds(trace) {
    const isGranted = trace.some(({ op }) => op.kind === 'add_rule')
    const isServed = trace.some(({ op }) => op.kind === 'listen')
    const outcome = lastOf(trace, 'connect')
    if (!isGranted) return outcome === 'EACCES' && (lastOf(trace, 'sendto') ?? 'EPIPE') === 'EPIPE'
    return outcome === 'OK' || (!isServed && outcome === 'ECONNREFUSED')
  },
  refutedBy: withOutcome('OK', op => op.kind === 'connect'),
}
