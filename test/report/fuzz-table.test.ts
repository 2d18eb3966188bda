import t from 'tap'
import { fuzzTable } from '../../generator/report/fuzz-table.js'
import { found, long, resultOf, short } from './fuzzed.js'

t.test('the table has a row for each kernel, with the first and the last minute', async t => {
  const [, , first, second] = fuzzTable(resultOf(short, long)).split('\n')
  t.equal(first, '| native, 6.18 | 900 | 1 min | 30 |  |  | 40 | 300 | 0 |')
  t.equal(second, '| debian:trixie, 6.18 | 900 | 10 min | 100 → 99 | 300 → 310 | 36 → 36 | 40 | 300 | 0 |')
})

t.test('a row of the table is written anew, and those of other kernels stay', async t => {
  const before = fuzzTable(resultOf(short, long))
  const [head, line, first] = before.split('\n')
  const newer = { ...long, release: '6.19', seconds: { fuzz: 1_200, confirm: 3 } }
  const again = fuzzTable({ ...resultOf(newer, { ...long, ref: 'lab' }), divergences: [found] }, before)
  t.same(again.split('\n'), [
    head,
    line,
    first,
    '| debian:trixie, 6.19 | 900 | 20 min | 100 → 99 | 300 → 310 | 36 → 36 | 40 | 300 | 1 |',
    '| lab, 6.18 | 900 | 10 min | 100 → 99 | 300 → 310 | 36 → 36 | 40 | 300 | 0 |',
  ])
})
