import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { at, connect, layer, program, server } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A listener that was shut down may connect again, and then needs the right for that port like any other socket. */
export const aFormerListenerIsJudged: Spec = {
  name: 'a-former-listener-is-judged',
  programs: target =>
    fc
      .record({
        domain: domain(),
        how: fc.constantFrom('SHUT_RD' as const, 'SHUT_WR' as const, 'SHUT_RDWR' as const),
        granted: fc.boolean(),
      })
      .map(({ domain, how, granted }) =>
        program(
          server(0, at('a', domain), domain),
          layer(target, 0, ['connect_tcp'], granted ? [{ allow: ['connect_tcp'], port: 'b' }] : []),
          { kind: 'shutdown', socket: 0, how },
          connect(0, at('b', domain)),
        ),
      ),
  holds(trace) {
    const isGranted = trace.some(({ op }) => op.kind === 'add_rule')
    const isListening = trace.some(({ op }) => op.kind === 'shutdown' && op.how === 'SHUT_WR')
    const allowed = isListening ? 'EISCONN' : 'ECONNREFUSED'
    return lastOf(trace, 'shutdown') === 'OK' && lastOf(trace, 'connect') === (isGranted ? allowed : 'EACCES')
  },
  refutedBy: withOutcome('ECONNREFUSED', op => op.kind === 'connect'),
}
