import { predict } from './model/predict.js'
import { type Allowed, covers, type Outcome } from './outcome.js'
import type { Program } from './program.js'
import { type Spec, speaks } from './spec.js'
import type { Target } from './target.js'
import type { Trace } from './trace.js'
import type { Wrong } from './wrong.js'

/** Whether a step of a trace gave one of these. */
export function gaveOneOf(trace: Trace, step: number, expected: readonly Allowed[]): boolean {
  const outcome = trace[step]?.outcome
  return outcome !== undefined && expected.some(one => covers(one, outcome))
}

/** Whether the model allows of a step of a program these and nothing else: only then a target can be held to them. */
export function allowsOnly(
  target: Target,
  program: Program,
  step: number,
  expected: readonly Allowed[],
): boolean {
  const allowed = predict(target, program)?.allowed[step]
  return allowed?.every(one => expected.includes(one)) === true
}

/** Whether a law, and the model, say something of a program on a target. */
export const speaksOf = (law: Spec, target: Target, program: Program): boolean =>
  speaks(law, target) && predict(target, program) !== undefined

/** A model that answers each op of a program as a kernel once did. */
export const answeringAs =
  (program: Program, outcomes: readonly Outcome[]): Wrong =>
  step =>
  (target, state, op) => {
    const outcome = outcomes[program.ops.indexOf(op)]
    const branches = step(target, state, op)
    return outcome === undefined ? branches : branches.map(branch => ({ ...branch, outcome }))
  }
