import type { Prediction } from '../../specs/model/predict.js'
import { type Allowed, covers, type Outcome } from '../../specs/outcome.js'
import { predictPrefix } from '../../specs/prefix.js'
import type { Program } from '../../specs/program.js'
import type { Target } from '../../specs/target.js'

/** One thing for each of the two kernels, the first and the second one. */
export type Pair<T> = readonly [T, T]

/** What the model says of a program on either kernel; undefined where it says nothing. */
export type Predictions = Pair<Prediction | undefined>

/** The same done for both. */
export const both = <T, U>([a, b]: Pair<T>, change: (one: T) => U): Pair<U> => [change(a), change(b)]

/** What the model says of a program on two targets, op by op as far as it says anything. */
export const predictBoth = (targets: Pair<Target>, program: Program): Predictions =>
  both(targets, target => predictPrefix(target, program))

/**
 * Whether two outcomes of an op tell two kernels apart. Where the model leaves a choice to one of them, the other's
 * outcome may be one of that choice, and then they tell nothing.
 */
export const tellsApart = (
  [a, b]: Pair<Outcome>,
  [allowedA, allowedB]: Pair<readonly Allowed[]>,
): boolean => {
  const isChoice = (allowed: readonly Allowed[]) => allowed.length > 1 || allowed[0] === '!EACCES'
  const mayBe = (allowed: readonly Allowed[], outcome: Outcome) =>
    isChoice(allowed) && allowed.some(one => covers(one, outcome))
  return a !== b && !mayBe(allowedA, b) && !mayBe(allowedB, a)
}

const isOutcome = (allowed: Allowed | undefined): allowed is Outcome =>
  allowed !== undefined && allowed !== '!EACCES'

/** The first op at which the model tells two targets apart, by one outcome each; -1 if there is none. */
export const predictedStep = ([a, b]: Predictions): number =>
  a === undefined || b === undefined
    ? -1
    : a.allowed.findIndex((allowedA, step) => {
        const allowedB = b.allowed[step] ?? []
        const [one, other] = [allowedA[0], allowedB[0]]
        return isOutcome(one) && isOutcome(other) && tellsApart([one, other], [allowedA, allowedB])
      })
