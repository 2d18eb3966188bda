import t from 'tap'
import { proof } from '../../../generator/fuzz/executor/proof.js'

const answer = ['# begin p0', '  # steps OK', 'ok 1 p0']

/** Which of these lines are believed, and why no other one is. */
function hear(...lines: readonly string[]) {
  const { believes, refusal } = proof('ab12')
  return { believed: lines.filter(believes), refused: refusal()?.code, output: refusal()?.output }
}

t.test('what follows the right id is believed', async t => {
  t.match(hear('# ready', '# executor ab12', '# ready', ...answer), {
    believed: ['# executor ab12', '# ready', ...answer],
    refused: undefined,
  })
  t.match(hear('# executor ab12', '# executor ab12', ...answer), { refused: undefined })
})

t.test('of what says another id nothing is believed, not even after the right one', async t => {
  t.match(hear('# executor cd34', ...answer), {
    believed: [],
    refused: 'E_EXECUTOR_ID',
    output: /answers: cd34/,
  })
  t.match(hear('# executor ab12', '# executor ab1', ...answer), {
    believed: ['# executor ab12'],
    refused: 'E_EXECUTOR_ID',
  })
})

t.test('what answers without an id is not believed, nor is one whose id is garbled', async t => {
  for (const said of [[], ['# exe'], ['executor ab12'], [' # executor ab12']])
    t.match(hear(...said, ...answer), { believed: [], refused: 'E_EXECUTOR', output: '# begin p0' })
  t.match(hear('garbage', '# ready'), { believed: [], refused: undefined }, 'as long as it says nothing')
})
