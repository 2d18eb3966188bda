import t from 'tap'
import { coverage, edgesIn } from '../../../generator/fuzz/search/coverage.js'

const clauses = (...steps: readonly string[]) => steps.map(step => [step])

t.test('clauses and their pairs in order are covered, each once', async t => {
  const covered = coverage()
  const found = covered.newIn(clauses('a', 'b'))
  t.equal(found.length, 3, 'two clauses and a pair')
  t.same(covered.newIn(clauses('a', 'b')), found, 'looking changes nothing')
  covered.add(found)
  t.same(covered.newIn(clauses('a', 'b')), [])
  t.equal(covered.newIn(clauses('b', 'a')).length, 1, 'the other order is another pair')
  t.equal(covered.newIn(clauses('a', 'a')).length, 1, 'a clause after itself as well')
  t.equal(covered.newIn(clauses('a', 'c', 'b')).length, 3, 'a pair need not be next to each other')
})

t.test('edges of a kernel are something of their own', async t => {
  const covered = coverage()
  covered.add(covered.newIn(clauses('a', 'b'), [0, 2 ** 48 - 1]))
  t.same(covered.counts(), { clauses: 2, pairs: 1, edges: 2 })
  t.same(covered.newIn(clauses('a'), [0]), [])
  t.equal(covered.newIn(clauses('a'), [7]).length, 1)
})

t.test('a program covers something, whether that is new or not, but for edges', async t => {
  const covered = coverage()
  const wanted = covered.newIn(clauses('a', 'b'), [7])
  covered.add(wanted)
  t.ok(covered.covers(clauses('a', 'c', 'b'), wanted))
  t.notOk(covered.covers(clauses('b', 'a'), wanted))
  t.same(edgesIn(wanted), [7])
})
