import type { ShownFinding } from '../generator/suite/render.js'
import { candidates } from '../generator/suite/sample.js'
import type { Test } from '../generator/suite/suite.js'
import type { Allowed, Outcome } from '../specs/outcome.js'
import type { Program } from '../specs/program.js'
import { targets } from './targets.js'

const noTarget = (): never => {
  throw new Error('there is no target')
}
export const [target = noTarget(), , newest = noTarget()] = targets

/** A program as a suite has it. */
export const testOf = (program: Program, of = target): Pick<Test, 'program' | 'allowed'> => {
  const [test] = candidates(of, [program])
  if (test === undefined) throw new Error('the model says nothing about it')
  return test
}

/** A finding that says of the last step that it gave `observed`, where it should give `allowed`. */
export function madeUp(one: Program, observed: Outcome, allowed: Allowed, of = target): ShownFinding {
  const test = testOf(one, of)
  const step = one.ops.length - 1
  const outcomes = test.allowed.map(([first]) => first as Outcome)
  return {
    test: { ...test, allowed: test.allowed.with(step, [allowed]) },
    target: of,
    about: ['A made-up finding.'],
    name: 'made_up',
    step,
    observed,
    outcomes: outcomes.with(step, observed),
  }
}
