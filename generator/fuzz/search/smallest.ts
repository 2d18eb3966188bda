import { positionsBefore, predict } from '../../../specs/model/predict.js'
import type { Target } from '../../../specs/target.js'
import type { Test } from '../../suite/suite.js'
import type { CorpusCoverage } from './coverage.js'

/** The program without every op that it can do without and still cover all of this, and the clauses that it comes to then: there may be new ones. */
export function smallest(
  target: Target,
  test: Test,
  { covers }: CorpusCoverage,
  wanted: readonly number[],
): Pick<Test, 'program' | 'clauses'> {
  let [{ ops }, clauses] = [test.program, test.clauses]
  // What follows the last op that is wanted changes nothing before it.
  while (covers(clauses.slice(0, -1), wanted)) [ops, clauses] = [ops.slice(0, -1), clauses.slice(0, -1)]
  const before = positionsBefore(target, { ops })
  for (let at = ops.length - 2; at >= 0; at -= 1) {
    // What an op alone comes by, the others seldom come by without it: that is not worth a prediction.
    if (!covers(clauses.toSpliced(at, 1), wanted)) continue
    const rest = ops.slice(at + 1)
    const prediction = predict(target, { ops: rest }, undefined, before[at])
    if (prediction === undefined) continue
    const less = [...clauses.slice(0, at), ...prediction.clauses]
    if (covers(less, wanted)) [ops, clauses] = [[...ops.slice(0, at), ...rest], less]
  }
  return { program: { ops }, clauses }
}
