import t from 'tap'
import { tally } from '../../generator/fuzz/tally.js'
import type { Test } from '../../generator/suite/suite.js'

const test: Test = {
  ...{ name: 'one', law: 'a-law', id: '0' },
  ...{ program: { ops: [] }, allowed: [], clauses: [['a.clause'], ['another.clause', 'a.clause']] },
}

t.test('every program is counted once, those without a verdict by the reason', async t => {
  const { add, counts } = tally()
  for (const kind of ['agrees', 'agrees', 'known', 'silent'] as const) add(test, { kind })
  add(test, { kind: 'unjudged', why: 'SKIP no audit records: 12' })
  add(test, { kind: 'unjudged', why: 'SKIP no audit records: 7' })
  add(test, { kind: 'unanswered', why: 'its guest failed with E_QEMU' })
  t.match(counts(), { programs: 7, agreed: 2, known: 1, silent: 1, diverged: 0 })
  t.same(counts().unjudged, { 'SKIP no audit records: N': 2 })
  t.same(counts().unanswered, { 'its guest failed with E_QEMU': 1 })
  t.same([...counts().clauses], ['a.clause', 'another.clause'])
})

t.test('what nobody judged met no clause', async t => {
  const { add, counts } = tally()
  add(test, { kind: 'unanswered', why: '' })
  t.equal(counts().clauses.size, 0)
})

t.test('an executor that says ever new things does not make it grow', async t => {
  const { add, counts } = tally()
  const letters = (index: number): string =>
    [...`${index}`].map(digit => 'abcdefghij'[Number(digit)]).join('')
  for (let index = 0; index < 1_000; index += 1)
    add(test, { kind: 'unjudged', why: letters(index).repeat(50) })
  const all = Object.entries(counts().unjudged)
  t.equal(all.length, 21)
  t.ok(all.every(([why]) => why.length <= 100))
  t.equal(
    all.reduce((sum, [, count]) => sum + count, 0),
    1_000,
  )
})
