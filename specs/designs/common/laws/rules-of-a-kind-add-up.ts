import fc from 'fast-check'
import { create, enforce, program } from '../../../arbitrary/ops.js'
import type { Spec } from '../../../spec.js'
import { stepsOf } from '../../../trace.js'
import { withOp } from '../../../wrong.js'
import { having, kinds, open, ruleFor } from '../../ops.js'

const all = [kinds.tcp, kinds.udp, kinds.unix] as const

/** Rules for one kind add up, whatever their order, and repeating one changes nothing. */
export const rulesOfAKindAddUp: Spec = {
  name: 'rules-of-a-kind-add-up',
  applies: having('socket-create', 'socket-protocol'),
  programs: target =>
    fc
      .array(
        fc.record({
          kind: fc.constantFrom(...all),
          allow: fc.subarray(['create', 'protocol'], { minLength: 1 }),
        }),
        { minLength: 1, maxLength: 6 },
      )
      .map(rules =>
        program(
          create(target, 0, { handled_access_socket: ['create', 'protocol'] }),
          rules.map(({ kind, allow }) => ruleFor(0, allow, kind)),
          enforce(0),
          all.map((kind, as) => open(as, kind)),
        ),
      ),
  holds: trace =>
    stepsOf(trace, 'socket').every(({ op, outcome }) => {
      const granted = trace.flatMap(({ op: rule }) =>
        rule.kind === 'add_rule' &&
        op.kind === 'socket' &&
        typeof rule.attr === 'object' &&
        rule.attr !== null &&
        'domain' in rule.attr &&
        rule.attr.domain === op.domain &&
        rule.attr.type === op.type
          ? rule.attr.allowed_access
          : [],
      )
      return (outcome === 'OK') === (granted.includes('create') && granted.includes('protocol'))
    }),
  refutedBy: withOp(op =>
    op.kind === 'add_rule' && typeof op.attr === 'object' && op.attr !== null && 'domain' in op.attr
      ? { ...op, attr: { ...op.attr, allowed_access: op.attr.allowed_access.slice(0, 1) } }
      : op,
  ),
}
