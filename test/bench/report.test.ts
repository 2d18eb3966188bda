import t from 'tap'
import { figure } from '../../generator/bench/figure.js'
import { headOf, rowsOf } from '../../generator/bench/report.js'

const least = { kind: 'least', value: 20 } as const

t.test('a figure is its median, with the spread and the ratio to its goal', async t => {
  const ratio = figure({ name: 'a', unit: 'times', goal: least, turns: [25, 19, 30, 22, 24] })
  t.match(ratio, { min: 19, median: 24, max: 30, ratio: 1.2, met: true })
  const time = figure({ name: 'b', unit: 's', goal: { kind: 'most', value: 20 }, turns: [40] })
  t.match(time, { min: 40, median: 40, max: 40, ratio: 0.5, met: false })
  t.match(figure({ name: 'c', unit: 's', goal: null, turns: [1, 2] }), { median: 1, ratio: null, met: null })
})

t.test('of an even number of turns the worse median counts', async t => {
  t.equal(figure({ name: 'a', unit: 'times', goal: least, turns: [10, 21] }).median, 10)
  t.equal(figure({ name: 'b', unit: 's', goal: { kind: 'most', value: 20 }, turns: [10, 21] }).median, 21)
})

t.test('what was not measured is no figure', async t => {
  t.throws(() => figure({ name: 'nothing', unit: 's', goal: null, turns: [] }), /nothing was not measured/)
})

t.test('a row says whether the goal is met; a figure without a goal only explains', async t => {
  const rows = rowsOf([
    figure({ name: 'a', unit: 'times', goal: least, turns: [24.04] }),
    figure({ name: 'b', unit: 's', goal: { kind: 'most', value: 20 }, turns: [40] }),
    figure({ name: 'c', unit: 'tests/s', goal: null, turns: [1234.5] }),
  ])
  t.same(rows.slice(1), [
    ['a', 'times', 'at least 20', '24.0', '24.0', '24.0', '1', '1.20 met'],
    ['b', 's', 'at most 20', '40.0', '40.0', '40.0', '1', '0.50 missed'],
    ['c', 'tests/s', '', '1235', '1235', '1235', '1', ''],
  ])
})

t.test("what upstream's tests skipped or failed is told by name", async t => {
  const head = headOf({
    ...{ kernel: 'debian:a', release: '7.3.4', source: 'linux-source-7.3', machine: '2 processors' },
    ...{ notes: ['TCG'], programs: 3, ops: 9, figures: [] },
    upstream: { planned: 4, ran: 3, failed: ['audit.bind'], skipped: ['trace.bind'] },
  }).join('\n')
  t.match(head, 'linux-source-7.3: 3 tests of 4, as it skips trace.bind')
  t.match(head, "upstream's audit.bind failed in a turn")
  t.match(head, '3 programs, 9 ops')
})
