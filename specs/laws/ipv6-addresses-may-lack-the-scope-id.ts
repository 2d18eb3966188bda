import fc from 'fast-check'
import { at, bind, connect, layer, program, rightsOf, tcp } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** An IPv6 address of 24 bytes, without a scope id, is judged and taken like one of 28. */
export const ipv6AddressesMayLackTheScopeId: Spec = {
  name: 'ipv6-addresses-may-lack-the-scope-id',
  programs: target =>
    fc
      .record({ length: fc.constantFrom(24, 25, 27, 28), binds: fc.boolean(), granted: fc.boolean() })
      .map(({ length, binds, granted }) =>
        program(
          layer(target, 0, rightsOf(target), granted ? [{ allow: rightsOf(target), port: 'a' }] : []),
          tcp(0, 'AF_INET6'),
          (binds ? bind : connect)(0, { ...at('a', 'AF_INET6'), length }),
        ),
      ),
  holds(trace) {
    const isGranted = trace.some(({ op }) => op.kind === 'add_rule')
    const outcome = lastOf(trace, 'bind', 'connect')
    return isGranted ? outcome === 'OK' || outcome === 'ECONNREFUSED' : outcome === 'EACCES'
  },
  refutedBy: withOutcome(
    'EINVAL',
    op => op.kind === 'bind' && 'host' in op.address && op.address.length === 24,
  ),
}
