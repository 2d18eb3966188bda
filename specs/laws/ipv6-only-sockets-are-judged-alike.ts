import fc from 'fast-check'
import { at, bind, connect, layer, program, tcp, tcpRights } from '../arbitrary/ops.js'
import type { Host } from '../program.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** IPV6_V6ONLY changes which addresses a socket takes, not which ports it may. */
export const ipv6OnlySocketsAreJudgedAlike: Spec = {
  name: 'ipv6-only-sockets-are-judged-alike',
  programs: target =>
    fc
      .record({
        host: fc.constantFrom<Host[]>('::', '::1', '::ffff:127.0.0.1'),
        only: fc.boolean(),
        binds: fc.boolean(),
        granted: fc.boolean(),
      })
      .map(({ host, only, binds, granted }) =>
        program(
          tcp(0, 'AF_INET6'),
          only ? { kind: 'setsockopt', socket: 0, option: 'IPV6_V6ONLY', value: 1 } : [],
          layer(target, 0, tcpRights, granted ? [{ allow: tcpRights, port: 'a' }] : []),
          (binds ? bind : connect)(0, at('a', 'AF_INET6', host)),
        ),
      ),
  holds(trace) {
    const isGranted = trace.some(({ op }) => op.kind === 'add_rule')
    return (lastOf(trace, 'bind', 'connect') === 'EACCES') === !isGranted
  },
  refutedBy: withOutcome('OK', op => op.kind === 'bind'),
}
