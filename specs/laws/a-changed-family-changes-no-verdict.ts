import fc from 'fast-check'
import { at, connect, layer, program, server, tcp } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf, stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A socket made IPv4 by IPV6_ADDRFORM is judged by the same rules as before. */
export const aChangedFamilyChangesNoVerdict: Spec = {
  name: 'a-changed-family-changes-no-verdict',
  programs: target =>
    fc.record({ early: fc.boolean(), binds: fc.boolean() }).map(({ early, binds }) => {
      const reform = { kind: 'setsockopt' as const, socket: 1, option: 'IPV6_ADDRFORM' as const, value: 2 }
      const restrict = layer(target, 0, ['bind_tcp', 'connect_tcp'])
      return program(
        server(0, at('a')),
        tcp(1, 'AF_INET6'),
        connect(1, at('a', 'AF_INET6', '::ffff:127.0.0.1')),
        early ? [reform, ...restrict] : [...restrict, reform],
        { kind: binds ? 'bind' : 'connect', socket: 1, address: at('b') },
        { kind: binds ? 'bind' : 'connect', socket: 1, address: at('b', 'AF_INET6') },
      )
    }),
  holds(trace) {
    const [inet] = stepsOf(trace, 'bind', 'connect').slice(-2)
    return (
      lastOf(trace, 'setsockopt') === 'OK' && inet?.outcome === 'EACCES' && trace.at(-1)?.outcome === 'EINVAL'
    )
  },
  refutedBy: withOutcome('OK', (op, state) => op.kind === 'connect' && state.rulesets.length > 0),
}
