import fc from 'fast-check'
import { anyPort, domain } from '../arbitrary/draw.js'
import { at, connect, layer, loopback, program, rightsOf, tcp, udp } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withOp } from '../wrong.js'

/** connect to AF_UNSPEC dissolves an association and is never denied. */
export const unspecConnectIsAlwaysAllowed: Spec = {
  name: 'unspec-connect-is-always-allowed',
  applies: ({ behaviours }) => behaviours.includes('unspec_like_stack'),
  programs: target =>
    fc
      .record({
        domain: domain(),
        port: anyPort(),
        length: fc.constantFrom(2, 8, 15, 16, 24, 28),
        made: fc.constantFrom('tcp', 'udp', 'connected udp'),
      })
      .map(({ domain, port, length, made }) =>
        program(
          made === 'tcp' ? tcp(0, domain) : udp(0, domain),
          made === 'connected udp' ? connect(0, at(port, domain)) : [],
          layer(target, 0, rightsOf(target)),
          connect(0, { ...at(port, domain, loopback(domain)), family: 'AF_UNSPEC', length }),
          { kind: 'getpeername', socket: 0 },
        ),
      ),
  holds: trace => lastOf(trace, 'connect') === 'OK',
  refutedBy: withOp(op =>
    op.kind === 'connect' && op.address.family === 'AF_UNSPEC' && !('name' in op.address)
      ? { ...op, address: { ...op.address, family: 'AF_INET' } }
      : op,
  ),
}
