import fc from 'fast-check'
import { domain } from '../arbitrary/draw.js'
import { at, bind, connect, layer, program, rightsOf, tcp } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { stepsOf } from '../trace.js'
import type { Family } from '../uapi/socket.js'
import { withOutcome } from '../wrong.js'

/** An address of a family that is no IP is not judged: the stack refuses it itself. */
export const foreignFamiliesAreLeftToTheStack: Spec = {
  name: 'foreign-families-are-left-to-the-stack',
  programs: target =>
    fc
      .record({
        domain: domain(),
        family: fc.constantFrom<Family[]>(
          'AF_UNIX',
          'AF_AX25',
          'AF_NETLINK',
          'AF_PACKET',
          'AF_VSOCK',
          'AF_MCTP',
        ),
        binds: fc.boolean(),
      })
      .map(({ domain, family, binds }) =>
        program(
          layer(target, 0, rightsOf(target)),
          tcp(0, domain),
          (binds ? bind : connect)(0, { ...at('a', domain), family }),
        ),
      ),
  holds: trace => stepsOf(trace, 'bind', 'connect').every(({ outcome }) => outcome === 'EAFNOSUPPORT'),
  refutedBy: withOutcome('EACCES', op => op.kind === 'bind' || op.kind === 'connect'),
}
