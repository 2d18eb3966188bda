import { upTo } from '../../specs/ops/at-once.js'
import { simplerOps } from '../../specs/ops/shrink.js'
import type { Op, Program } from '../../specs/program.js'
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

/** The same without a child: the first process does what the child did. */
const withoutChild = (ops: readonly Op[], index: number, child: number): Program => ({
  ops: ops
    .toSpliced(index, 1)
    .map(({ actor, ...op }) => (actor === child ? op : { ...op, actor: actor ?? 0 })),
})

/** Every program with one op less, last ones first, and those without a child. */
export function* shorter({ ops }: Program): Generator<Program> {
  for (let index = ops.length - 1; index >= 0; index--) yield { ops: ops.toSpliced(index, 1) }
  for (const [index, op] of ops.entries()) if (op.kind === 'fork') yield withoutChild(ops, index, op.child)
}

/** Every program with one field of an op simpler. */
export function* simpler({ ops }: Program): Generator<Program> {
  for (const [index, op] of ops.entries())
    for (const less of simplerOps(op)) yield { ops: ops.with(index, less) }
}

/**
 * The smallest program, found by leaving out one thing after the other, whose last op the model answers differently for
 * the same reason; undefined where it does not tell the two targets apart.
 */
export function shrink(targets: Pair<Target>, program: Program): Program | undefined {
  const step = predictedStep(predictBoth(targets, program))
  const cause = step < 0 ? undefined : causeOf(targets, program, step)
  if (cause === undefined) return undefined
  const tells = (one: Program): boolean => {
    const at = predictedStep(predictBoth(targets, one))
    return (
      at >= 0 && upTo(one.ops, at).length === one.ops.length && isPartOf(cause, causeOf(targets, one, at))
    )
  }
  let best: Program = { ops: upTo(program.ops, step) }
  for (let next = firstOf(best, tells); next !== undefined; next = firstOf(best, tells)) best = next
  return best
}

const firstOf = (program: Program, tells: (one: Program) => boolean): Program | undefined => {
  for (const one of shorter(program)) if (tells(one)) return one
  for (const one of simpler(program)) if (tells(one)) return one
  return undefined
}
