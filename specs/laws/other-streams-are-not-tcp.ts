import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { at, bind, connect, layer, listen, mptcp, program, rightsOf } from '../arbitrary/ops.js'
import { socketKey } from '../socket-key.js'
import type { Spec } from '../spec.js'
import { isFixed } from '../target.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** MPTCP sockets are not TCP: no right of TCP restricts their bind and connect. */
export const otherStreamsAreNotTcp: Spec = {
  name: 'other-streams-are-not-tcp',
  applies: target =>
    isFixed(target, 1) &&
    target.sockets[socketKey({ domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_MPTCP' })]?.root ===
      'OK',
  programs: target =>
    fc
      .record({ domain: domain(), port: fc.constantFrom('a' as const, 0), connects: fc.boolean() })
      .map(({ domain, port, connects }) =>
        program(
          layer(target, 0, rightsOf(target)),
          mptcp(0, domain),
          bind(0, at(port, domain)),
          listen(0),
          connects ? [mptcp(1, domain), connect(1, at('of:0', domain))] : [],
        ),
      ),
  holds: trace => stepsOf(trace, 'bind', 'listen', 'connect').every(({ outcome }) => outcome === 'OK'),
  refutedBy: withOutcome('EACCES', op => op.kind === 'bind'),
}
