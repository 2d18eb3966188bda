import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { at, bind, connect, layer, program, tcp, tcpRights } from '../arbitrary/ops.js'
import type { SocketOption } from '../program.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** No socket option lets a denied call through. */
export const optionsLiftNoDenial: Spec = {
  name: 'options-lift-no-denial',
  programs: target =>
    fc
      .record({
        domain: domain(),
        option: fc.constantFrom<SocketOption[]>(
          'SO_REUSEADDR',
          'SO_REUSEPORT',
          'IPV6_V6ONLY',
          'TCP_FASTOPEN',
          'TCP_FASTOPEN_CONNECT',
          'TCP_REPAIR',
          'UDP_CORK',
          'IP_BIND_ADDRESS_NO_PORT',
          'IP_LOCAL_PORT_RANGE',
        ),
        value: fc.constantFrom(0, 1),
        early: fc.boolean(),
        binds: fc.boolean(),
      })
      .map(({ domain, option, value, early, binds }) => {
        const set = { kind: 'setsockopt' as const, socket: 0, option, value }
        return program(
          tcp(0, domain),
          early ? set : [],
          layer(target, 0, tcpRights, [{ allow: tcpRights, port: 'b' }]),
          early ? [] : set,
          (binds ? bind : connect)(0, at('a', domain)),
        )
      }),
  holds: trace => lastOf(trace, 'bind', 'connect') === 'EACCES',
  refutedBy: withOutcome('OK', op => op.kind === 'connect'),
}
