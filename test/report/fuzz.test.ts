import t from 'tap'
import { type Fuzzed, fuzzExit, fuzzTable, fuzzText } from '../../generator/report/fuzz.js'

const short: Fuzzed = {
  kernel: 'native',
  release: '6.18',
  notes: ['nobody else is here'],
  seed: 7,
  programs: 900,
  unjudged: 3,
  covered: { corpus: 12, clauses: 40, pairs: 300, edges: 0 },
  seconds: 30,
  spent: { host: 2, kernels: 18, stages: { draw: 3, judge: 1 } },
  findings: [],
}
const long: Fuzzed = {
  ...short,
  kernel: 'debian:trixie',
  seconds: 600,
  minutes: {
    first: { programs: 6_000, ops: 48_000, host: 300.4, kernel: 35.6 },
    last: { programs: 5_940, ops: 50_490, host: 310.2, kernel: 36.2 },
  },
}

t.test('a person reads what ran, what it took and how it went on', async t => {
  const text = fuzzText(long)
  t.match(text, 'programs  900 in 600 s, 2 a second, with seed 7')
  t.match(text, "host      10.0 % of the processors' time, of that draw 75 %, judge 25 %")
  t.match(text, '100 a second of 8.0 ops in the first minute, 99 a second of 8.5 ops in the last')
  t.match(text, '300 MB here, 36 MB in use in a guest; then 310 MB here, 36 MB in use in a guest')
  t.match(text, 'unjudged  3')
  t.notMatch(fuzzText(short), 'goes on', 'of less than two minutes nothing is told')
  t.equal(fuzzExit(long), 0)
})

t.test('the table has a row for each kernel, with the first and the last minute', async t => {
  const [, , first, second] = fuzzTable([short, long]).split('\n')
  t.equal(first, '| native, 6.18 | 900 | 1 min | 30 |  |  | 40 | 300 | 0 |')
  t.equal(second, '| debian:trixie, 6.18 | 900 | 10 min | 100 → 99 | 300 → 310 | 36 → 36 | 40 | 300 | 0 |')
})

t.test('a row of the table is written anew, and those of other kernels stay', async t => {
  const before = fuzzTable([short, long])
  const [head, line, first] = before.split('\n')
  const again = fuzzTable(
    [
      { ...long, release: '6.19', seconds: 1_200 },
      { ...long, kernel: 'lab' },
    ],
    before,
  )
  t.same(again.split('\n'), [
    head,
    line,
    first,
    '| debian:trixie, 6.19 | 900 | 20 min | 100 → 99 | 300 → 310 | 36 → 36 | 40 | 300 | 0 |',
    '| lab, 6.18 | 900 | 10 min | 100 → 99 | 300 → 310 | 36 → 36 | 40 | 300 | 0 |',
  ])
})
