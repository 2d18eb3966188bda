import fc from 'fast-check'
import { addRule, at, bind, by, create, enforce, layer, program, tcp } from '../arbitrary/ops.js'
import { closeRuleset, dupRuleset, receiveRuleset, sendRuleset, takeRuleset } from '../arbitrary/passing.js'
import { actorOf } from '../model/branch.js'
import { withRulesetFd } from '../model/state.js'
import type { Actor, Op, OpKind, Program } from '../program.js'
import type { Spec } from '../spec.js'
import type { Target } from '../target.js'
import { stepsOf } from '../trace.js'

/** How actor 0 comes by a second descriptor, in slot 1, of the ruleset that somebody has in slot 0, and who may be in a sandbox then. */
type Origin = { readonly owner: Actor; readonly insider: Actor; readonly comes: readonly Op[] }

const origins: readonly Origin[] = [
  { owner: 0, insider: 0, comes: [dupRuleset(0, 1)] },
  { owner: 0, insider: 0, comes: [sendRuleset(0), receiveRuleset(1)] },
  { owner: 1, insider: 0, comes: [by(1, sendRuleset(0)), receiveRuleset(1)].flat() },
  { owner: 1, insider: 1, comes: [takeRuleset(1, 0, 1)] },
]

type Share = {
  readonly origin: Origin
  /** The rule is added through the first descriptor or the second, and the first one may be closed before the other is used. */
  readonly isAddedFirst: boolean
  readonly closes: boolean
  readonly isInside: boolean
}

const attempt = (target: Target, { origin, isAddedFirst, closes, isInside }: Share): Program => {
  const { owner, insider, comes } = origin
  const rule = { allow: ['bind_tcp'], port: 'a' } as const
  return program(
    owner === 1 ? { kind: 'fork', child: 1 } : [],
    isInside ? by(insider, layer(target, 2, ['connect_tcp'])) : [],
    by(owner, create(target, 0, { handled_access_net: ['bind_tcp'] })),
    comes,
    isAddedFirst ? by(owner, addRule(0, rule)) : [],
    closes ? by(owner, closeRuleset(0)) : [],
    isAddedFirst ? [] : addRule(1, rule),
    enforce(closes ? 1 : owner),
    closeRuleset(1),
    [tcp(0), bind(0, at('a')), tcp(1), bind(1, at('b'))],
  )
}

const everyAttempt = (target: Target): readonly Program[] =>
  origins.flatMap(origin =>
    [true, false].flatMap(isAddedFirst =>
      [true, false].flatMap(closes =>
        [true, false].map(isInside => attempt(target, { origin, isAddedFirst, closes, isInside })),
      ),
    ),
  )

const copying: readonly OpKind[] = ['dup_ruleset', 'receive_ruleset', 'take_ruleset']

/**
 * A descriptor of a ruleset that was duplicated, sent or taken is one of the same ruleset: a rule that is added through one is enforced
 * through the other, closing one leaves the other, and the end of both leaves what is enforced.
 */
export const aRulesetIsOneByEachDescriptor: Spec = {
  name: 'a-ruleset-is-one-by-each-descriptor',
  programs: target => fc.constantFrom(...everyAttempt(target)),
  every: everyAttempt,
  holds(trace) {
    const [granted, denied] = stepsOf(trace, 'bind')
    return (
      granted?.outcome === 'OK' &&
      denied?.outcome === 'EACCES' &&
      trace.every(({ outcome }) => outcome === 'OK' || outcome === 'EACCES')
    )
  },
  /** Each further descriptor is one of a copy. */
  refutedBy: step => (target, state, op) =>
    step(target, state, op).map(branch => {
      const { next } = branch
      if (!copying.includes(op.kind) || !('as' in op)) return branch
      const copy = next.rulesets[next.processes.get(actorOf(op))?.rulesets.get(op.as)?.id ?? -1]
      if (copy === undefined) return branch
      const grown = { ...next, rulesets: [...next.rulesets, copy] }
      return {
        ...branch,
        next: withRulesetFd(grown, actorOf(op), op.as, { id: next.rulesets.length, closesOnExec: false }),
      }
    }),
}
