import fc from 'fast-check'
import t from 'tap'
import { candidates, sample } from '../../generator/suite/sample.js'
import { cost } from '../../generator/suite/select/cost.js'
import { coveredBy, select } from '../../generator/suite/select.js'
import { exercise, program, tcp } from '../../specs/arbitrary/ops.js'
import { anyProgram } from '../../specs/arbitrary/program.js'
import type { Program } from '../../specs/program.js'
import type { Spec } from '../../specs/spec.js'
import { targets } from '../targets.js'

const [target] = targets
if (target === undefined) throw new Error('no target')

const lawOf = (...programs: readonly Program[]): Spec => ({
  name: 'some-law',
  programs: () => fc.constantFrom(...programs),
  holds: () => true,
  refutedBy: step => step,
})

const short = program(exercise('bind_tcp', 0, 'a'))
const long = program(exercise('connect_tcp', 0, 'a'), exercise('bind_tcp', 1, 'b'))
const outside = program({ kind: 'kill', target: 7 })

t.test('small programs come first, each of them once, and numbered by their law', async t => {
  const tests = sample([lawOf(long, short)], target, 1)
  t.same(
    tests.map(({ name, program }) => ({ name, program })),
    [
      { name: 'some_law_0', program: short },
      { name: 'some_law_1', program: long },
    ],
  )
})

t.test('programs that the model says nothing about are left out', async t => {
  t.equal(sample([lawOf(short, outside)], target, 1).length, 1)
})

t.test('a law that does not speak about the target has no tests', async t => {
  t.same(sample([{ ...lawOf(short), applies: () => false }], target, 1), [])
})

t.test('a filter chooses laws by a part of their name, and names the laws when there is none', async t => {
  t.equal(sample([lawOf(short)], target, 1, 'some').length, 1)
  t.throws(() => sample([lawOf(short)], target, 1, 'nope'), { code: 'E_LAW', message: /some-law/ })
})

const budget = (count: number, cost = 1_000_000) => ({ count, cost })

t.test('what covers most is chosen first, and what covers nothing new not at all', async t => {
  const [one, two, part] = candidates(target, [short, long, program(tcp(0))])
  if (one === undefined || two === undefined || part === undefined) throw new Error('outside')
  t.same(select([part, one, two], budget(1)), [two])
  t.same(
    new Set(select([two, one, two], budget(3))),
    new Set([two, one]),
    'the same one again brings nothing',
  )
})

t.test(
  'of programs that cover as much the cheaper one is chosen, and no more than the budget allows',
  async t => {
    const byExec = program(tcp(0), { kind: 'listen', socket: 0, route: 'exec' })
    const byThread = program(tcp(0), { kind: 'listen', socket: 0, route: 'thread' })
    const [dear, cheap] = candidates(target, [byExec, byThread])
    if (dear === undefined || cheap === undefined) throw new Error('outside')
    t.ok(cost(byExec) > cost(byThread))
    t.same(select([dear, cheap], budget(1)), [cheap])
    t.same(new Set(select([dear, cheap], budget(2, cost(byExec) + cost(byThread)))), new Set([cheap, dear]))
    t.same(select([dear, cheap], budget(2, cost(byExec))), [cheap])
  },
)

t.test('none of the chosen programs can be left out', async t => {
  const programs = candidates(target, fc.sample(anyProgram(target), { seed: 1, numRuns: 60 }))
  const chosen = select(programs, budget(30))
  t.ok(chosen.length > 10)
  for (const one of chosen) {
    const others = new Set(chosen.filter(other => other !== one).flatMap(coveredBy))
    t.notOk(coveredBy(one).every(feature => others.has(feature)))
  }
})
