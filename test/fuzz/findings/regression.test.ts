import t from 'tap'
import { regression } from '../../../generator/fuzz/findings/regression.js'
import { lawOfCase } from '../../../generator/suite/case-law.js'
import { catalog } from '../../../generator/suite/catalog.js'
import { readCase, writeCase } from '../../../generator/suite/codec.js'
import { loadLaws } from '../../../generator/suite/laws.js'
import { sample } from '../../../generator/suite/sample.js'
import type { CaseOrigin, RegressionCase, Test } from '../../../generator/suite/suite.js'
import { allowsOnly, answeringAs, gaveOneOf, speaksOf } from '../../../specs/kept.js'
import { predict, traceOf } from '../../../specs/model/predict.js'
import { step } from '../../../specs/model/step.js'
import type { Outcome } from '../../../specs/outcome.js'
import { speaks } from '../../../specs/spec.js'
import { targets } from '../../targets.js'

const target = targets[2]
if (target === undefined) throw new Error('there is no target')
const laws = await catalog()
const specs = await loadLaws()

const foundOf = (test: Test, found: Partial<CaseOrigin>): CaseOrigin => ({
  kernel: { ref: 'lab', release: '7.3.4', abi: 11, errata: 15, behaviours: [], designs: [] },
  seed: 1,
  law: test.law,
  step: null,
  observed: 'law broken',
  allowed: [],
  clause: '',
  outcomes: test.allowed.map(([one = 'OK']): Outcome => (one === '!EACCES' ? 'OK' : one)),
  programs: 1,
  replayed: 5,
  replays: 5,
  ...found,
})

/** A case as it is written and read again. */
function kept(test: Test, part: Partial<CaseOrigin>): RegressionCase {
  const law = laws.find(({ name }) => name === test.law)
  if (law === undefined) throw new Error(`no law ${test.law}`)
  const found = foundOf(test, part)
  const words = { why: 'Nobody knows yet.', cite: 'security/landlock/net.c' }
  const text = writeCase({ ...regression(test, found, law), ...words, found, ops: test.program.ops })
  return readCase(text, 'case.json')
}

/** Programs of several kinds, long ones and such with long outcomes among them. */
const names = [
  'denial-is-final',
  'children-log-for-their-domain',
  'attributes-grow',
  'unix-sockets-are-untouched',
]
const drawn = names.map(name =>
  sample(
    specs.filter(spec => spec.name === name),
    target,
    1,
  ),
)
const some = drawn.flatMap(tests => [...tests.slice(0, 2), ...tests.slice(-1)])
const [first] = some
const audit = drawn.flat().find(({ allowed }) => (allowed.at(-1)?.[0]?.length ?? 0) > 100)
if (first === undefined || audit === undefined) throw new Error('there is no program')

t.test(
  'what was found is a law: it speaks where the model says the same, and a kernel that gives it breaks the law',
  async t => {
    const last = ({ program }: Test): number => program.ops.length - 1
    const cases = [
      ...some.map(test => [test, { observed: 'EIO', step: last(test) }] as const),
      [audit, { observed: '=none', step: last(audit) }] as const,
      [first, { observed: 'hang after 10 s', step: 0, outcomes: [] }] as const,
    ]
    for (const [test, found] of cases) {
      const one = kept(test, found)
      t.strictSame(one.gives, test.allowed[found.step])
      const law = lawOfCase('case-x', one, specs)
      t.ok(speaks(law, target))
      t.notOk(speaks(lawOfCase('case-x', { ...one, gives: ['EIO'] }, specs), target))
      const [own] = sample([law], target, 1)
      if (own === undefined) throw new Error('the law has no program')
      const { program } = own
      t.strictSame(program, test.program)
      t.ok(law.holds(traceOf(program, test), target))
      const wrong = predict(target, program, law.refutedBy(step))
      t.notOk(wrong !== undefined && law.holds(traceOf(program, wrong), target))
    }
  },
)

t.test('where outcomes broke a law together, the case holds a kernel to that law', async t => {
  const one = kept(first, {})
  t.equal(one.gives, undefined)
  t.match(one.claim, /^The law denial-is-final holds of the program, which 7\.3\.4 was seen to break/)
  const law = lawOfCase('case-x', one, specs)
  t.ok(speaks(law, target))
  t.equal(law.holds, specs.find(({ name }) => name === 'denial-is-final')?.holds)
  t.throws(() => lawOfCase('case-x', one, []), {
    code: 'E_CASE',
    message: /denial-is-final, which is no more/,
  })
})

t.test('what is written speaks where the model says the same, and is refuted by what was seen', async t => {
  const last = first.program.ops.length - 1
  const allowed = first.allowed[last] ?? []
  const right = traceOf(first.program, first)
  t.ok(allowsOnly(target, first.program, last, allowed))
  t.notOk(allowsOnly(target, first.program, last, ['EIO']))
  t.notOk(allowsOnly(target, first.program, last + 1, allowed))
  t.ok(gaveOneOf(right, last, allowed))
  t.notOk(
    gaveOneOf(
      right.with(last, { ...(right[last] ?? { op: first.program.ops[0] as never }), outcome: 'EIO' }),
      last,
      allowed,
    ),
  )
  t.notOk(gaveOneOf(right, last + 1, allowed), 'what is missing was not given')
})

t.test('a model that answers as a kernel did breaks the law that the kernel broke', async t => {
  const name = 'denial-is-final'
  const law = specs.find(one => one.name === name)
  const test = sample(specs, target, 1, name).find(
    ({ allowed }) => allowed.flat().filter(one => one === 'EACCES').length > 1,
  )
  if (law === undefined || test === undefined) throw new Error('there is no program')
  const last = test.allowed.findLastIndex(([one]) => one === 'EACCES')
  const outcomes = traceOf(test.program, test).map(({ outcome }, index) => (index === last ? 'OK' : outcome))
  t.ok(speaksOf(law, target, test.program))
  t.notOk(speaksOf({ ...law, applies: () => false }, target, test.program))
  const wrong = predict(target, test.program, answeringAs(test.program, outcomes)(step))
  if (wrong === undefined) throw new Error('the wrong model says nothing')
  t.notOk(law.holds(traceOf(test.program, wrong), target))
  t.ok(law.holds(traceOf(test.program, test), target))
})
