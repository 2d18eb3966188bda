import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { at, bind, connect, layer, program, rightsOf, tcp, udp } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** An address that ends before its family needs is EINVAL, granted or not, in a sandbox or not. */
export const shortAddressesAreEinval: Spec = {
  name: 'short-addresses-are-einval',
  programs: target =>
    fc
      .record({
        domain: domain(),
        length: fc.constantFrom(0, 1, 2, 3, 8, 15, 16, 23),
        sandboxed: fc.boolean(),
        stream: fc.boolean(),
        binds: fc.boolean(),
      })
      .filter(({ domain, length }) => length < (domain === 'AF_INET' ? 16 : 24))
      .map(({ domain, length, sandboxed, stream, binds }) =>
        program(
          sandboxed ? layer(target, 0, rightsOf(target), [{ allow: rightsOf(target), port: 0 }]) : [],
          stream ? tcp(0, domain) : udp(0, domain),
          (binds ? bind : connect)(0, { ...at('a', domain), length }),
        ),
      ),
  holds: trace => stepsOf(trace, 'bind', 'connect').every(({ outcome }) => outcome === 'EINVAL'),
  refutedBy: withOutcome('EACCES', op => op.kind === 'bind' || op.kind === 'connect'),
}
