import type { ModelStep } from './model/branch.js'
import { type Prediction, predictSpoken } from './model/predict.js'
import type { Program } from './program.js'
import type { Target } from './target.js'

/** What the model says of a program as far as it says anything; undefined if it says nothing at all. */
export function predictPrefix(target: Target, program: Program, step?: ModelStep): Prediction | undefined {
  const { allowed, clauses } = predictSpoken(target, program, step)
  return allowed.length === 0 ? undefined : { allowed, clauses }
}
