import fc, { type Arbitrary } from 'fast-check'
import t from 'tap'
import { anyOp } from '../specs/arbitrary/any-op.js'
import { anyProgram } from '../specs/arbitrary/program.js'
import { predict, silenceIn } from '../specs/model/predict.js'
import { silences } from '../specs/model/silences.js'
import { namesOf } from '../specs/names-of.js'
import type { Program } from '../specs/program.js'
import { targets } from './targets.js'

const [newest] = targets.slice(-1)
if (newest === undefined) throw new Error('no target')

const draw = (any: Arbitrary<Program>): readonly Program[] => fc.sample(any, { seed: 7, numRuns: 3_000 })

t.test('where the model is silent it says why, and where it speaks it does not', t => {
  const anything = fc.array(anyOp(newest), { minLength: 1, maxLength: 9 }).map(ops => ({ ops }))
  let silent = 0
  for (const program of [...draw(anyProgram(newest)), ...draw(anything)]) {
    const silence = silenceIn(newest, program)
    if ((predict(newest, program) === undefined) !== (silence !== undefined))
      t.fail(`${JSON.stringify(program)} is silent for one and not for the other`)
    if (silence === undefined) continue
    silent += 1
    if (silence.id === undefined)
      t.fail(`nothing says why ${JSON.stringify(program)} ends at ${silence.step}`)
    if (predict(newest, { ops: program.ops.slice(0, silence.step) }) === undefined)
      t.fail(`${JSON.stringify(program)} is silent before ${silence.step}`)
  }
  t.ok(silent > 100, `${silent} are silent`)
  t.end()
})

t.test('each reason is a sentence with its place', t => {
  for (const id of namesOf(silences)) {
    t.match(silences[id].says, /^[A-Z].*\.$/, id)
    t.match(silences[id].cite, /\.[cht]s?\b/, id)
  }
  t.end()
})
