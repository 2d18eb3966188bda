import t from 'tap'
import { readTurns, suites } from '../../generator/bench/turns.js'

const run = (by: string, microseconds: number, text: string): string =>
  `# bench begin ${by}\n${text}\n# bench end ${by} ${microseconds} us status 0\n`

const channel = `# target end\n${run('upstream', 2_500_000, 'ok 1 a\n')}${run('ours', 500_000, '  # begin b\n')}${run('routeless', 400_000, '  # begin c\n')}`

t.test('each run has its time by the clock of the guest, and what it printed', async t => {
  t.same(readTurns(`${channel}# guest end\n`, suites, 1), [
    { by: 'upstream', seconds: 2.5, text: 'ok 1 a\n\n', status: 0 },
    { by: 'ours', seconds: 0.5, text: '  # begin b\n\n', status: 0 },
    { by: 'routeless', seconds: 0.4, text: '  # begin c\n\n', status: 0 },
  ])
})

t.test('a run that did not end is an error with the last lines', async t => {
  t.throws(() => readTurns(`${channel}# bench begin upstream\nok 1 a\n`, suites, 2), {
    code: 'E_BENCH',
    message: /3 of 6 runs/,
    output: /bench begin upstream/,
  })
})
