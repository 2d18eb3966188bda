import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { by, layer, program, rightsOf, tcp, udp } from '../arbitrary/ops.js'
import type { Host, Op } from '../program.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import type { Family } from '../uapi/socket.js'
import { withOutcome } from '../wrong.js'

/** What is invalid without Landlock gives the same errno with it: a sandbox adds EACCES and nothing else. */
export const errnoStaysTheSame: Spec = {
  name: 'errno-stays-the-same',
  programs: target =>
    fc
      .record({
        domain: domain(),
        stream: fc.boolean(),
        kind: fc.constantFrom('bind' as const, 'connect' as const),
        family: fc.constantFrom<Family[]>('AF_UNSPEC', 'AF_UNIX', 'AF_INET', 'AF_INET6', 'AF_PACKET'),
        host: fc.constantFrom<Host[]>('0.0.0.0', '127.0.0.1', '::', '::1'),
        length: fc.constantFrom(undefined, 0, 1, 2, 15, 16, 23, 24),
        granted: fc.boolean(),
      })
      .map(({ domain, stream, kind, family, host, length, granted }) => {
        const address = { family, host, port: 'a' as const, ...(length !== undefined && { length }) }
        const call: Op = { kind, socket: 0, address }
        const rules = granted ? ['a' as const, 0].map(port => ({ allow: rightsOf(target), port })) : []
        return program(
          { kind: 'fork', child: 1 },
          by(1, stream ? tcp(0, domain) : udp(0, domain), call, { kind: 'close', socket: 0 }),
          layer(target, 0, rightsOf(target), rules),
          stream ? tcp(0, domain) : udp(0, domain),
          call,
        )
      }),
  holds(trace) {
    const [outside, inside] = stepsOf(trace, 'bind', 'connect')
    return outside?.outcome === inside?.outcome || inside?.outcome === 'EACCES'
  },
  refutedBy: withOutcome(
    'EINVAL',
    (op, state) => op.kind === 'bind' && state.processes.get(op.actor ?? 0)?.layers.length === 1,
  ),
}
