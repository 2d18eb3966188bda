import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { accept, at, connect, layer, program, rightsOf, server, tcp } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A connection made before enforcement sends and receives after it, by every call. */
export const establishedConnectionsGoOn: Spec = {
  name: 'established-connections-go-on',
  programs: target =>
    fc
      .record({
        domain: domain(),
        via: fc.constantFrom(undefined, 'send' as const, 'sendmsg' as const, 'sendmmsg' as const),
        back: fc.boolean(),
      })
      .map(({ domain, via, back }) => {
        const [from, to] = back ? [2, 1] : [1, 2]
        const send: Op = { kind: 'sendto', socket: from, ...(via && { via }) }
        return program(
          server(0, at('a', domain), domain),
          tcp(1, domain),
          connect(1, at('a', domain)),
          accept(0, 2),
          layer(target, 0, rightsOf(target)),
          send,
          { kind: 'recv', socket: to },
          { kind: 'shutdown', socket: to, how: 'SHUT_RDWR' },
        )
      }),
  holds: trace => stepsOf(trace, 'sendto', 'recv', 'shutdown').every(({ outcome }) => outcome === 'OK'),
  refutedBy: withOutcome('EACCES', op => op.kind === 'sendto'),
}
