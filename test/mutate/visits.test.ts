import t from 'tap'
import { describeMutation } from '../../generator/mutate/equivalent.js'
import { loader } from '../../generator/mutate/load.js'
import { modelSource } from '../../generator/mutate/mutate-model.js'
import { mutantsOf } from '../../generator/mutate/plant.js'
import { walk } from '../../generator/mutate/trial.js'
import { visitsOf } from '../../generator/mutate/visits.js'
import { loadLaws } from '../../generator/suite/laws.js'
import { sample } from '../../generator/suite/sample.js'
import { mergedClauses } from '../../specs/model/clauses.js'
import { targets } from '../targets.js'

const laws = await loadLaws()
const target = targets.at(-1)
if (target === undefined) throw new Error('no target')

/** Every so manieth, from the first on. */
const each = <T>(step: number, all: readonly T[]): readonly T[] =>
  all.filter((_, index) => index % step === 0)

t.test('a program that does not come to the function of a mistake does not show the mistake', async t => {
  const { model, others } = await modelSource()
  const cases = each(60, sample(laws, target, 1)).map(test => ({ target, test }))
  const visits = visitsOf(model, others, cases)
  const load = loader([...model, ...others])
  let left = 0
  let shown = 0
  for (const mutant of each(47, mutantsOf(model, Object.keys(mergedClauses)))) {
    const tried = visits(mutant.around)
    if (tried === undefined) continue
    const planted = load({ path: mutant.path, content: mutant.content })
    const untried = cases.filter(one => !tried.includes(one))
    left += untried.length
    shown += tried.some(one => walk(planted, one) !== 'same') ? 1 : 0
    const wrong = untried.find(one => walk(planted, one) !== 'same')
    if (wrong !== undefined) t.fail(`${wrong.test.name} shows ${mutant.place}: ${describeMutation(mutant)}`)
  }
  t.ok(left > 500, `${left} programs are left out`)
  t.ok(shown > 5, `${shown} mistakes are shown by the others`)
})
