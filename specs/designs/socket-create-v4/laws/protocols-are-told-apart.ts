import fc from 'fast-check'
import { program } from '../../../arbitrary/ops.js'
import type { Program } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { stepsOf } from '../../../trace.js'
import { withOp } from '../../../wrong.js'
import { having, type NamedKind, open, opens, v4Layer } from '../../ops.js'

/** Each with the number of its protocol, of which there is one kind of socket. */
const streams: readonly NamedKind[] = (['AF_INET', 'AF_INET6'] as const).flatMap(domain =>
  (['IPPROTO_TCP', 'IPPROTO_MPTCP', 'IPPROTO_SCTP', 'IPPROTO_SMC'] as const).map(protocol => ({
    domain,
    type: 'SOCK_STREAM' as const,
    protocol,
  })),
)

/** For each protocol, a sandbox that allows it alone. */
const all = (target: Target): readonly Program[] => {
  const there = streams.filter(kind => opens(target, kind))
  return there.map(allowed =>
    program(
      v4Layer(target, 0, [allowed]),
      there.map((kind, as) => open(as, kind)),
    ),
  )
}

/** A rule for one protocol lets no other one of the same family and type in: TCP, MPTCP and SCTP are told apart. */
export const protocolsAreToldApart: Spec = {
  name: 'protocols-are-told-apart',
  applies: having('socket-create-v4'),
  programs: target => fc.constantFrom(...all(target)),
  every: all,
  always: all,
  holds(trace) {
    const [rule] = stepsOf(trace, 'add_rule')
    if (rule?.op.kind !== 'add_rule') return false
    const { attr } = rule.op
    if (typeof attr !== 'object' || attr === null || !('protocol' in attr)) return false
    return stepsOf(trace, 'socket').every(
      ({ op, outcome }) =>
        op.kind === 'socket' &&
        outcome === (op.domain === attr.family && op.protocol === attr.protocol ? 'OK' : 'EACCES'),
    )
  },
  refutedBy: withOp(op =>
    op.kind === 'add_rule' && typeof op.attr === 'object' && op.attr !== null && 'protocol' in op.attr
      ? { ...op, attr: { ...op.attr, protocol: -1 } }
      : op,
  ),
}
