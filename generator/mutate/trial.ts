import { follow, type Position } from '../../specs/model/walk.js'
import type { Allowed } from '../../specs/outcome.js'
import type { Target } from '../../specs/target.js'
import type { Test } from '../suite/suite.js'
import type { Model } from './load.js'

/** A test and what it was made for. */
export type TargetTest = { readonly target: Target; readonly test: Test }

/** What a program shows of a model with a mistake: other outcomes, that it leaves the model, that it throws, or nothing. */
type Sight = 'differs' | 'unmodelled' | 'throws' | 'same'

/** Walks a program through a model with a mistake, up to the first op at which other outcomes are allowed. */
export function walk({ step, initialState }: Model, { target, test }: TargetTest): Sight {
  const { program, allowed } = test
  let live: readonly Position[] = [initialState]
  try {
    for (const index of program.ops.keys()) {
      const branches = follow(target, live, { ops: program.ops, index }, step)
      if (branches.length === 0) return 'unmodelled'
      if (
        !isSame(
          branches.map(({ outcome }) => outcome),
          allowed[index] ?? [],
        )
      )
        return 'differs'
      live =
        branches.length > 1
          ? [...new Set(branches.map(({ next }) => next))]
          : branches.map(({ next }) => next)
    }
  } catch {
    return 'throws'
  }
  return 'same'
}

const isSame = (outcomes: readonly Allowed[], allowed: readonly Allowed[]): boolean =>
  outcomes.every(outcome => allowed.includes(outcome)) && allowed.every(outcome => outcomes.includes(outcome))

/** How a mistake was noticed: by the outcomes of a test; or it cannot be, since the model has no sense with it. */
export type TrialDetection = { readonly by: string } | 'senseless' | undefined

/**
 * Tries tests on a model with a mistake until one notices it.
 * Where two guards were swapped, only other outcomes count: a model that throws then asks a question that makes no sense
 * before the one that was first.
 */
export function tryOut(model: Model, cases: readonly TargetTest[], isSwap: boolean): TrialDetection {
  let detection: TrialDetection
  for (const one of cases) {
    const sight = walk(model, one)
    if (sight === 'differs' || (sight !== 'same' && !isSwap)) return { by: one.test.name }
    if (sight === 'throws') detection = 'senseless'
  }
  return detection
}
