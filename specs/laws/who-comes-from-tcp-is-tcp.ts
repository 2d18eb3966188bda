import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { accept, at, bind, connect, layer, listen, mptcp, program, tcp } from '../arbitrary/ops.js'
import { socketKey } from '../socket-key.js'
import type { Spec } from '../spec.js'
import { isFixed } from '../target.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** What a listener of MPTCP accepts from a client of TCP is a socket of TCP, and judged as one once it is disconnected; of a client of MPTCP it is not. */
export const whoComesFromTcpIsTcp: Spec = {
  name: 'who-comes-from-tcp-is-tcp',
  applies: target =>
    isFixed(target, 1) &&
    target.sockets[socketKey({ domain: 'AF_INET', type: 'SOCK_STREAM', protocol: 'IPPROTO_MPTCP' })]?.root ===
      'OK',
  programs: target =>
    fc
      .record({ domain: domain(), open: fc.constantFrom(tcp, mptcp), granted: fc.boolean() })
      .map(({ domain, open, granted }) =>
        program(
          [mptcp(0, domain), bind(0, at('a', domain)), listen(0)],
          [open(1, domain), connect(1, at('a', domain)), accept(0, 2)],
          layer(target, 0, ['connect_tcp'], granted ? [{ allow: ['connect_tcp'], port: 'b' }] : []),
          connect(2, { ...at('a', domain), family: 'AF_UNSPEC' }),
          connect(2, at('b', domain)),
        ),
      ),
  holds(trace) {
    const client = trace.find(({ op }) => op.kind === 'socket' && op.as === 1)?.op
    const isTcp = client?.kind === 'socket' && client.protocol === 'IPPROTO_IP'
    const isGranted = trace.some(({ op }) => op.kind === 'add_rule')
    return lastOf(trace, 'connect') === (isTcp && !isGranted ? 'EACCES' : 'ECONNREFUSED')
  },
  refutedBy: withOutcome('ECONNREFUSED', op => op.kind === 'connect' && op.socket === 2),
}
