import fc from 'fast-check'
import t from 'tap'
import { programId } from '../../generator/suite/codec.js'
import { loadLaws } from '../../generator/suite/laws.js'
import { shard, withinBudget } from '../../generator/suite/part.js'
import { sample } from '../../generator/suite/sample.js'
import type { Suite, Test } from '../../generator/suite/suite.js'
import { isRace, routeOf } from '../../specs/program.js'
import { runs } from '../fuzz-runs.js'
import { targets } from '../targets.js'

const [target] = targets.slice(-1)
if (target === undefined) throw new Error('no target')
const drawn = sample(
  (await loadLaws()).filter(({ name }) => name === 'denial-is-final'),
  target,
  1,
)

/** The same by another route. */
const routed = drawn.map((test): Test => {
  const ops = test.program.ops.map(op => (op.kind === 'bind' ? { ...op, route: 'io_uring' as const } : op))
  return { ...test, name: `${test.name}_routed`, id: programId({ ops }), law: 'routed', program: { ops } }
})
const laws = ['denial-is-final', 'routed'].map(name => ({ name, claim: '', place: 'specs/laws' }))
const suite: Suite = { target, seed: 1, laws, tests: [...drawn, ...routed], notRunnable: [] }
const names = (tests: readonly Test[]): readonly string[] => tests.map(({ name }) => name)

t.test('the shards of a suite have each program once, and say what they leave out', async t => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), of => {
      const parts = Array.from({ length: of }, (_, at) => shard(suite, { number: at + 1, of }))
      const all = parts.flatMap(part => names(part.suite.tests))
      t.strictSame(all.toSorted(), [...names(suite.tests)].sort())
      for (const { suite: own, leftOut } of parts) {
        t.equal(
          own.tests.length + leftOut.reduce((sum, { programs }) => sum + programs, 0),
          suite.tests.length,
        )
        t.strictSame(new Set(own.laws.map(({ name }) => name)), new Set(own.tests.map(({ law }) => law)))
        t.ok(leftOut.every(({ why }) => why.startsWith('--shard ')))
      }
    }),
    runs(9),
  )
})

t.test('more time runs more programs, in the order of the suite, and enough of it all', async t => {
  const run = (seconds: number) => withinBudget(suite, seconds, 1, '--budget').suite.tests
  const counts = [0.05, 0.2, 0.4, 1_000].map(seconds => run(seconds).length)
  t.strictSame(
    counts,
    counts.toSorted((one, other) => one - other),
  )
  t.equal(counts.at(-1), suite.tests.length)
  t.strictSame(
    names(run(0.2)),
    names(suite.tests).filter(name => names(run(0.2)).includes(name)),
  )
  t.throws(() => run(0), { code: 'E_EMPTY', message: /more time/ })
})

t.test('routes and races come last, and a slower machine runs less', async t => {
  const isLast = ({ program }: Test): boolean =>
    isRace(program) || program.ops.some(op => routeOf(op) !== undefined)
  const plain = suite.tests.filter(test => !isLast(test)).length
  t.ok(plain > 0 && plain < suite.tests.length, `${plain} of ${suite.tests.length} are plain`)
  for (const seconds of [0.05, 0.1, 0.2, 0.4]) {
    const { tests } = withinBudget(suite, seconds, 1, '').suite
    t.ok(tests.every(test => !isLast(test)) || tests.filter(test => !isLast(test)).length === plain)
    t.ok(withinBudget(suite, seconds, 2, '').suite.tests.length <= tests.length)
  }
})
