import { readFileSync } from 'node:fs'
import t from 'tap'
import { expectedWords } from './compare.js'
import { keyOf, linesOf, page } from './page.js'
import type { Outcome, Row } from './row.js'
import { chosen, table } from './table.js'

const kept = readFileSync(new URL('README.md', import.meta.url), 'utf8')

const row: Row = {
  ...{ group: 'guest', fault: 'a | in a name', expected: { exit: 2, code: 'E_GUEST' } },
  inject: async () => ({ code: 0, signal: null, stdout: '', stderr: '' }),
}
const slow: Row = { ...row, group: 'long', fault: 'many boots' }
const outcome: Outcome = { row, observed: 'exit 0', wrong: ['x'], said: '', figures: ['3 boots'], seconds: 1 }

t.test('the page lists exactly the rows of the table', async t => {
  t.strictSame(linesOf(page(table, [], '')).map(keyOf), linesOf(kept).map(keyOf))
  t.equal(linesOf(kept).length, table.length)
})

t.test('a fault is named once, and expects one verdict or one error', async t => {
  const names = table.map(({ group, fault }) => `${group}: ${fault}`)
  t.strictSame(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  )
  const vague = table.filter(({ expected: { verdict, code, signal, says, besides } }) =>
    [verdict, code, signal, says, besides].every(one => one === undefined),
  )
  t.strictSame(
    vague.map(({ fault }) => fault),
    [],
  )
  t.strictSame(
    table.filter(({ expected: { verdict, code } }) => verdict !== undefined && code !== undefined),
    [],
  )
})

t.test('what did not run keeps what the page said of it, and what failed stands out', async t => {
  const before = page([row, slow], [{ ...outcome, row: slow, wrong: [], figures: ['200 boots'] }], '')
  t.match(before, /\| guest \| a \\\| in a name \| E_GUEST, exit 2 \| not run yet \|/)
  const after = page([row, slow], [outcome], before)
  t.match(after, /\| guest \| a \\\| in a name \| E_GUEST, exit 2 \| \*\*exit 0\*\*; 3 boots \|/)
  t.match(after, /\| long \| many boots \| E_GUEST, exit 2 \| as expected; 200 boots \|/)
  t.notMatch(page([{ ...row, expected: { exit: 0 } }], [], after), /3 boots/)
})

t.test('what takes long runs only when its group is named', async t => {
  const names = (given: Parameters<typeof chosen>[1]) => chosen([row, slow], given).map(({ fault }) => fault)
  t.strictSame(names({}), ['a | in a name'])
  t.strictSame(names({ only: ['long'] }), ['many boots'])
  t.strictSame(names({ only: ['guest'] }), ['a | in a name'])
  t.strictSame(names({ only: ['in a'] }), ['a | in a name'])
  t.strictSame(names({ only: ['many'] }), [])
  t.strictSame(names({ only: ['long:many', 'guest:few'] }), ['many boots'])
  t.strictSame(names({ quick: true }), [])
  t.equal(expectedWords(row.expected), 'E_GUEST, exit 2')
})
