import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { at, bind, connect, layer, program, send, udp } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { portRule, stepsOf } from '../trace.js'
import { netRights } from '../uapi/landlock.js'
import { withOutcome } from '../wrong.js'

/** A datagram to an address needs the right for its port; one to the peer of a connected socket is not judged again. */
export const udpSendsAreJudgedByAddress: Spec = {
  name: 'udp-sends-are-judged-by-address',
  applies: target => has(target, netRights.connect_send_udp),
  programs: target =>
    fc
      .record({ domain: domain(), connected: fc.boolean(), granted: fc.boolean() })
      .map(({ domain, connected, granted }) =>
        program(
          udp(0, domain),
          bind(0, at('a', domain)),
          udp(1, domain),
          connected ? connect(1, at('a', domain)) : [],
          layer(
            target,
            0,
            ['connect_send_udp'],
            [{ allow: ['connect_send_udp'], port: granted ? 'a' : 'b' }],
          ),
          connected ? send(1) : send(1, at('a', domain)),
        ),
      ),
  holds(trace) {
    const isConnected = stepsOf(trace, 'connect').length > 0
    const isGranted = trace.some(({ op }) => portRule(op)?.port === 'a')
    const [sent] = stepsOf(trace, 'sendto')
    return sent?.outcome === (isConnected || isGranted ? 'OK' : 'EACCES')
  },
  refutedBy: withOutcome('EACCES', op => op.kind === 'sendto'),
}
