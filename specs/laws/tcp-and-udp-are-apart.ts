import fc from 'fast-check'
import { anyPort, domain } from '../arbitrary/draw.js'
import { exercise, layer, type NetRightName, program, rightsOf } from '../arbitrary/ops.js'
import type { Spec } from '../spec.js'
import { lastOf } from '../trace.js'
import { withOutcome } from '../wrong.js'

/** The rights of the other protocol. */
const othersOf = (right: NetRightName, rights: readonly NetRightName[]): readonly NetRightName[] =>
  rights.filter(other => other.endsWith('tcp') !== right.endsWith('tcp'))

/** TCP rights leave UDP alone, and UDP rights leave TCP alone. */
export const tcpAndUdpAreApart: Spec = {
  name: 'tcp-and-udp-are-apart',
  programs: target =>
    fc
      .record({
        right: fc.constantFrom<NetRightName[]>('bind_tcp', 'connect_tcp', 'bind_udp', 'connect_send_udp'),
        port: anyPort(),
        domain: domain(),
      })
      .filter(({ right }) => othersOf(right, rightsOf(target)).length > 0)
      .map(({ right, port, domain }) =>
        program(layer(target, 0, othersOf(right, rightsOf(target))), exercise(right, 0, port, domain)),
      ),
  holds: trace => lastOf(trace, 'bind', 'connect') !== 'EACCES',
  refutedBy: withOutcome('EACCES', op => op.kind === 'bind' || op.kind === 'connect'),
}
