import fc from 'fast-check'
import { at, bind, connect, layer, program, rightsOf, tcp } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf, portRule } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** A v4-mapped address on an IPv6 socket needs the same rule as any other address. */
export const mappedAddressesAreJudgedByPort: Spec = {
  name: 'mapped-addresses-are-judged-by-port',
  programs: target =>
    fc
      .record({ binds: fc.boolean(), granted: fc.boolean(), length: fc.constantFrom(24, 28) })
      .map(({ binds, granted, length }) =>
        program(
          layer(target, 0, rightsOf(target), [{ allow: rightsOf(target), port: granted ? 'a' : 'b' }]),
          tcp(0, 'AF_INET6'),
          (binds ? bind : connect)(0, { ...at('a', 'AF_INET6', '::ffff:127.0.0.1'), length }),
        ),
      ),
  holds(trace) {
    const isGranted = trace.some(({ op }) => portRule(op)?.port === 'a')
    return (lastOf(trace, 'bind', 'connect') === 'EACCES') === !isGranted
  },
  refutedBy: withOutcome('OK', op => op.kind === 'bind'),
}
