import type { Op, OpOf, Program, RulesetAttr } from '../../specs/program.js'
import type { Target } from '../../specs/target.js'
import { type Cause, causeOf, isPartOf } from './cause.js'
import { type Pair, predictBoth, predictedStep } from './pair.js'

/** A program that is shorter, or as long and simpler. */
export const isSmaller = (one: Program, other: Program): boolean =>
  one.ops.length < other.ops.length ||
  (one.ops.length === other.ops.length && JSON.stringify(one).length < JSON.stringify(other).length)

/** Why the model tells two targets apart by a program, if it does. */
export function predictedCause(targets: Pair<Target>, program: Program): Cause | undefined {
  const step = predictedStep(predictBoth(targets, program))
  return step < 0 ? undefined : causeOf(targets, program, step)
}

/** The attribute with one right less, or one field. */
function smallerAttrs(attr: RulesetAttr): readonly RulesetAttr[] {
  const entries = Object.entries(attr)
  return entries.flatMap(([field, mask]) => [
    Object.fromEntries(entries.filter(([name]) => name !== field)) as RulesetAttr,
    ...mask.map(right => ({ ...attr, [field]: mask.filter(one => one !== right) })),
  ])
}

const smallerRuleset = (op: OpOf<'create_ruleset'>): readonly Op[] =>
  op.attr === null || op.attr === 'unmapped' ? [] : smallerAttrs(op.attr).map(attr => ({ ...op, attr }))

/** Flags with one bit less, but for the last one. */
const smallerFlags = (op: OpOf<'restrict_self'>): readonly Op[] => {
  const { flags = 0 } = op
  const less = Array.from({ length: 31 }, (_, bit) => flags & ~(1 << bit))
  return less.filter(value => value !== 0 && value !== flags).map(value => ({ ...op, flags: value }))
}

/** The same without a child: the first process does what the child did. */
const withoutChild = (ops: readonly Op[], index: number, child: number): Program => ({
  ops: ops
    .toSpliced(index, 1)
    .map(({ actor, ...op }) => (actor === child ? op : { ...op, actor: actor ?? 0 })),
})

const smallerOps = (op: Op): readonly Op[] => {
  if (op.kind === 'create_ruleset') return smallerRuleset(op)
  return op.kind === 'restrict_self' ? smallerFlags(op) : []
}

/** Every program with one op less, last ones first, then those with less in a ruleset or in flags. */
export function* smaller({ ops }: Program): Generator<Program> {
  for (let index = ops.length - 1; index >= 0; index--) yield { ops: ops.toSpliced(index, 1) }
  for (const [index, op] of ops.entries()) {
    if (op.kind === 'fork') yield withoutChild(ops, index, op.child)
    for (const less of smallerOps(op)) yield { ops: ops.with(index, less) }
  }
}

/**
 * The smallest program, found by leaving out one thing after the other, whose last op the model answers differently for
 * the same reason; undefined where it does not tell the two targets apart.
 */
export function shrink(targets: Pair<Target>, program: Program): Program | undefined {
  const step = predictedStep(predictBoth(targets, program))
  const cause = step < 0 ? undefined : causeOf(targets, program, step)
  if (cause === undefined) return undefined
  const tells = (one: Program): boolean =>
    one.ops.length > 0 &&
    predictedStep(predictBoth(targets, one)) === one.ops.length - 1 &&
    isPartOf(cause, causeOf(targets, one, one.ops.length - 1))
  let best: Program = { ops: program.ops.slice(0, step + 1) }
  for (let next = firstOf(best, tells); next !== undefined; next = firstOf(best, tells)) best = next
  return best
}

const firstOf = (program: Program, tells: (one: Program) => boolean): Program | undefined => {
  for (const one of smaller(program)) if (tells(one)) return one
  return undefined
}
