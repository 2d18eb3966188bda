import t from 'tap'
import { answersIn, checkAnswers } from '../../generator/bench/answers.js'
import { programId } from '../../generator/suite/codec.js'
import { suiteOf } from '../../generator/suite/draw.js'
import { at, bind, program, tcp } from '../../specs/arbitrary/ops.js'
import { predict } from '../../specs/model/predict.js'
import { targets } from '../targets.js'

const [target] = targets
const bound = program(tcp(0), bind(0, at('a')))
const prediction = target && predict(target, bound)
if (target === undefined || prediction === undefined) throw new Error('the model says nothing of a bind')
const law = { name: 'denial-is-final', claim: '', place: '' }
const whole = suiteOf(target, law, { id: programId(bound), program: bound, ...prediction })
const suite = { ...whole, tests: whole.tests.map(test => ({ ...test, name: 'p0' })) }

/** As the executor says it: without the head that a suite has. */
const said = (steps: string): string =>
  `# executor 0123abcd\n# ready\n# begin p0\n  # steps ${steps}\nok 1 p0\n# end\n`

t.test('a turn of the executor is read as the executor writes it', async t => {
  t.same([...answersIn(said('OK OK'))], [['p0', { end: 'done', outcomes: ['OK', 'OK'], detail: '' }]])
  await checkAnswers(answersIn(said('OK OK')), suite)
})

t.test('wrong answers, and none, have no speed', async t => {
  await t.rejects(checkAnswers(answersIn(said('OK EINVAL')), suite), {
    code: 'E_BENCH',
    output: /p0, step 1: EINVAL/,
  })
  await t.rejects(checkAnswers(answersIn('# ready\n# end\n'), suite), {
    code: 'E_BENCH',
    message: /1 are lost/,
  })
})
