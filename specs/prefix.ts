import type { ModelStep } from './model/branch.js'
import { type Prediction, predict } from './model/predict.js'
import type { Program } from './program.js'
import type { Target } from './target.js'

/** What the model says of a program as far as it says anything; undefined if it says nothing at all. */
export function predictPrefix(target: Target, { ops }: Program, step?: ModelStep): Prediction | undefined {
  let [known, unknown] = [0, ops.length + 1]
  let best: Prediction | undefined
  while (unknown - known > 1) {
    const length = unknown > ops.length ? ops.length : (known + unknown) >> 1
    const prediction = predict(target, { ops: ops.slice(0, length) }, step)
    if (prediction === undefined) unknown = length
    else [known, best] = [length, prediction]
  }
  return best
}
