import { predict } from '../../specs/model/predict.js'
import type { Target } from '../../specs/target.js'
import { notSaid, type Predicted } from './carried.js'

/** Whether a step puts its process into a sandbox. */
const enforces = ({ program, allowed }: Predicted, index: number): boolean =>
  program.ops[index]?.kind === 'restrict_self' && allowed[index]?.[0] === 'OK'

/**
 * The same program without a sandbox: for each of its steps what is then allowed, and nothing for those that would enforce a ruleset. Undefined where
 * there is no sandbox anyway, or where the model says nothing without it, or not one thing.
 */
export function controlOf(target: Target, one: Predicted): Predicted['allowed'] | undefined {
  const { ops } = one.program
  const program = { ops: ops.filter((_, index) => !enforces(one, index)) }
  if (program.ops.length === ops.length) return undefined
  const prediction = predict(target, program)
  if (prediction === undefined || notSaid({ program, ...prediction }) !== undefined) return undefined
  const rest = [...prediction.allowed]
  return ops.map((_, index) => (enforces(one, index) ? [] : (rest.shift() ?? [])))
}
