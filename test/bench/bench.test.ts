import t from 'tap'
import { measures } from '../../generator/bench/measures.js'
import { landlockstep } from '../landlockstep.js'

t.test('one figure can be asked for alone, and is told when it is known', async t => {
  const asked = ['bench', '--kernel', 'native', '--turns', '1', '--only', 'predict', '--json']
  const { stdout, stderr, exitCode } = await landlockstep(asked)
  t.equal(exitCode, 0, stderr)
  t.match(JSON.parse(stdout), { kernel: 'native', figures: [{ name: 'predict', turns: { length: 1 } }] })
  t.equal(JSON.parse(stdout).figures.length, 1)
  t.match(
    stderr,
    /^kept in out\/bench\/\S+-native\.jsonl:\npredict: \d+ ops\/s .*at least 200000: (met|missed)$/m,
  )
})

t.test('what cannot be measured is told with what can', async t => {
  const { stderr, exitCode } = await landlockstep(['bench', '--only', 'nothing'])
  t.equal(exitCode, 2)
  for (const name of measures) t.match(stderr, name)
  t.match(stderr, /E_USAGE: "nothing" cannot be measured/)
})
