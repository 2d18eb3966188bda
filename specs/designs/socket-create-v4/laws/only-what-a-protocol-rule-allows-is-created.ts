import fc from 'fast-check'
import { by, program } from '../../../arbitrary/ops.js'
import type { Program } from '../../../program.js'
import type { Spec } from '../../../spec.js'
import type { Target } from '../../../target.js'
import { stepsOf } from '../../../trace.js'
import { allOf, everyKind, having, type NamedKind, open, v4Layer } from '../../ops.js'
import { forgetting } from '../../wrong.js'
import { isNamable } from '../model.js'

const twice = (target: Target, family: readonly NamedKind[], rules: readonly NamedKind[]): Program => {
  const opened = family.map((kind, as) => open(as, kind))
  return program({ kind: 'fork', child: 1 }, by(1, v4Layer(target, 0, rules), opened), opened)
}

/** Every kind of one family; nothing is allowed, or the family as a whole. */
const everyFamily = (target: Target): readonly Program[] => {
  // Both have laws of their own.
  const kinds = everyKind(target).filter(
    ({ type, protocol }) =>
      type !== 'SOCK_PACKET' && (typeof protocol === 'string' || isNamable(target, protocol)),
  )
  const families = [...new Set(kinds.map(({ domain }) => domain))]
  return families.flatMap(domain => {
    const own = kinds.filter(kind => kind.domain === domain)
    return [twice(target, own, []), twice(target, own, allOf(target, domain))]
  })
}

/** What no rule allows is denied, supported or not; where all of a family is allowed, it answers as outside of a sandbox. */
export const onlyWhatAProtocolRuleAllowsIsCreated: Spec = {
  name: 'only-what-a-protocol-rule-allows-is-created',
  applies: having('socket-create-v4'),
  programs: target => fc.constantFrom(...everyFamily(target)),
  every: everyFamily,
  always: everyFamily,
  holds(trace) {
    const hasRule = stepsOf(trace, 'add_rule').length > 0
    const [inside = [], outside = []] = [1, 0].map(actor =>
      stepsOf(trace, 'socket').filter(({ op }) => (op.actor ?? 0) === actor),
    )
    return inside.every(({ outcome }, index) => outcome === (hasRule ? outside[index]?.outcome : 'EACCES'))
  },
  refutedBy: forgetting('create', 'socket'),
}
