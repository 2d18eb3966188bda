import fc from 'fast-check'
import { domain, policy } from '../arbitrary/draw.js'
import { at, bind, layer, program, udp, wildcard } from '../arbitrary/ops.js'
import type { Op } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A datagram is judged by its address, whichever call sends it. */
export const allSendsAreJudgedAlike: Spec = {
  name: 'all-sends-are-judged-alike',
  programs: target =>
    fc.record({ domain: domain(), policy: policy(target) }).map(({ domain, policy }) => {
      const sends = ([undefined, 'sendmsg', 'sendmmsg'] as const).map(
        (via): Op => ({ kind: 'sendto', socket: 0, address: at('a', domain), ...(via && { via }) }),
      )
      return program(
        udp(0, domain),
        bind(0, at('c', domain, wildcard(domain))),
        layer(target, 0, policy.handled, policy.grants),
        sends,
      )
    }),
  holds: trace => new Set(stepsOf(trace, 'sendto').map(({ outcome }) => outcome)).size === 1,
  refutedBy: withOutcome('EACCES', op => op.kind === 'sendto' && op.via === 'sendmmsg'),
}
