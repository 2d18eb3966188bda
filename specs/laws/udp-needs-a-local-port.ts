import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { at, bind, connect, type Grant, layer, program, send, udp } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { has } from '../target.js'
import { lastOf, stepsOf } from '../trace.js'
import { netRights } from '../uapi/landlock.js'
import { withRules } from '../wrong.js'

/** Where connect or send would give a UDP socket a port, port 0 must be allowed to bind if BIND_UDP is handled. */
export const udpNeedsALocalPort: Spec = {
  name: 'udp-needs-a-local-port',
  applies: target => has(target, netRights.bind_udp),
  programs: target =>
    fc
      .record({
        domain: domain(),
        early: fc.boolean(),
        zero: fc.boolean(),
        sends: fc.boolean(),
      })
      .map(({ domain, early, zero, sends }) => {
        const grants: readonly Grant[] = [
          { allow: ['connect_send_udp'], port: 'a' },
          ...(zero ? [{ allow: ['bind_udp'], port: 0 }] : []),
        ]
        return program(
          udp(0, domain),
          early ? bind(0, at('b', domain, domain === 'AF_INET' ? '0.0.0.0' : '::')) : [],
          layer(target, 0, ['bind_udp', 'connect_send_udp'], grants),
          (sends ? send : connect)(0, at('a', domain)),
        )
      }),
  holds(trace) {
    const isBound = stepsOf(trace, 'bind').length > 0
    const isAllowed = stepsOf(trace, 'add_rule').length > 1
    return (lastOf(trace, 'connect', 'sendto') === 'OK') === (isBound || isAllowed)
  },
  refutedBy: withRules(rule => (rule.port === 0 ? { ...rule, port: 'b' } : rule)),
}
