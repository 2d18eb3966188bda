import { readFileSync } from 'node:fs'
import t from 'tap'
import { mutateCommand } from '../../generator/cli/commands/mutate.js'
import { describeMutation, equivalents, isEquivalentTo } from '../../generator/mutate/equivalent.js'
import { loader } from '../../generator/mutate/load.js'
import { mutate } from '../../generator/mutate/mutate.js'
import { modelRecord, modelSource, olderThan } from '../../generator/mutate/mutate-model.js'
import { mutantsOf } from '../../generator/mutate/plant.js'
import { answerTypes } from '../../generator/mutate/syntax.js'
import { tryOut } from '../../generator/mutate/trial.js'
import { mutationSchema } from '../../generator/report/mutation-schema.js'
import { loadLaws } from '../../generator/suite/laws.js'
import { sample } from '../../generator/suite/sample.js'
import type { Test } from '../../generator/suite/suite.js'
import { mergedClauses } from '../../specs/model/clauses.js'
import { targets } from '../targets.js'

const target = targets.at(-1)
if (target === undefined) throw new Error('no target')

const tiny = {
  path: 'specs/model/step.ts',
  content: readFileSync(new URL('../data/tiny-model/step.ts.txt', import.meta.url), 'utf8'),
}
const others = [
  { path: 'specs/model/initial-state.ts', content: 'export const initialState = { count: 0 }\n' },
]
const tinyClauses = ['tiny.large', 'tiny.peek', 'tiny.count', 'tiny.small', 'tiny.busy', 'tiny.ok']

/** A test of the tiny model, with what that allows. */
const tinyTest = (name: string, ...ops: readonly (readonly [string, number])[]): Test => {
  const { step, initialState } = loader([tiny, ...others])()
  const program = { ops: ops.map(([kind, size]) => ({ kind, size })) } as unknown as Test['program']
  let state = initialState
  const answers = program.ops.map(op => {
    const branches = step(target, state, op)
    state = branches[0]?.next ?? state
    return branches
  })
  return {
    name,
    law: 'tiny',
    id: name,
    program,
    allowed: answers.map(branches => branches.map(({ outcome }) => outcome)),
    clauses: answers.map(branches => branches.map(({ clause }) => clause)),
  }
}

const planted = mutantsOf([tiny], tinyClauses)
const toldOf = (kind: string, owner: string) =>
  planted.filter(one => one.kind === kind && one.in === owner).map(describeMutation)

t.test('a guard is dropped, turned round, put behind the next one, and given another errno', async t => {
  const small = "if (op.size < 2) return fail(state, 'EINVAL', 'tiny.small')"
  const of = planted.filter(one => one.place === 'specs/model/step.ts:19')
  t.same(
    of.map(one => `${one.kind}: ${describeMutation(one)}`),
    [
      `drop: ${small} → nothing`,
      `flip: ${small} → if (!(op.size < 2)) return fail(state, 'EINVAL', 'tiny.small')`,
      `reorder: ${small} → after if (wrong !== null) return wrong`,
      'condition: op.size < 2 → op.size < 1',
      'condition: op.size < 2 → op.size < 3',
      "errno: fail(state, 'EINVAL', 'tiny.small') → fail(state, 'EACCES', 'tiny.small')",
    ],
  )
  t.ok(of.every(one => one.content !== tiny.content))
})

t.test('an effect is forgotten, an outcome is missing, a bound is off', async t => {
  t.same(toldOf('forget', 'step'), ["ok({ count: state.count + 1 }, 'tiny.ok') → ok(state, 'tiny.ok')"])
  t.ok(toldOf('drop', 'step').includes("['OK', 'EAGAIN'] → without 'EAGAIN'"))
  t.same(toldOf('condition', 'limit'), ['limit = 3 → limit = 2', 'limit = 3 → limit = 4'])
  t.same(toldOf('condition', 'check'), ['size > limit → (size >= limit)'])
  t.same(toldOf('drop', 'check'), [
    "size > limit ? fail(state, 'E2BIG', 'tiny.large') : null → fail(state, 'E2BIG', 'tiny.large')",
    "size > limit ? fail(state, 'E2BIG', 'tiny.large') : null → null",
  ])
})

t.test('what cannot be told by any program is not planted', async t => {
  t.notOk(
    planted.some(one => one.old.includes("'none'")),
    'a guard at which the model says nothing',
  )
  t.notOk(
    planted.some(one => one.kind === 'reorder' && one.old.includes("'peek'") && one.new.includes("'count'")),
    'two guards that never both apply',
  )
})

t.test('a mistake that a test shows is caught, one that none shows survives and is told', async t => {
  const tests = [
    tinyTest('sizes', ['put', 1], ['put', 2], ['put', 3], ['put', 4]),
    tinyTest('peeks', ['peek', 0]),
  ]
  const mutation = await mutate(
    { model: [tiny], others },
    { clauses: tinyClauses, suites: [{ target, tests }], equivalents: [] },
    {
      progress: () => {},
    },
  )
  const by = (mistake: string) => mutation.mutants.find(one => describeMutation(one) === mistake)
  t.match(by('op.size < 2 → op.size < 3'), { verdict: 'caught', why: 'sizes' })
  t.match(by("['OK', 'EAGAIN'] → without 'EAGAIN'"), { verdict: 'caught', why: 'peeks' })
  const busy = by("fail(state, 'EBUSY', 'tiny.busy') → fail(state, 'EINVAL', 'tiny.busy')")
  t.match(busy, { verdict: 'survived', place: 'specs/model/step.ts:22', clauses: ['tiny.busy'] })
  const record = modelRecord(mutation, [{ target, tests }])
  t.match(record, { verdict: 'survived', into: 'model', programs: 2, laws: 1, stale: [] })
  t.strictSame(mutationSchema.parse({ ...record, seed: 1 }), { ...record, seed: 1 })
  t.equal(record.mistakes.length, mutation.mutants.length)
  const keys = record.mistakes.map(({ name, place }) => `${place.replace(/:\d+$/, '')} ${name}`)
  t.equal(new Set(keys).size, keys.length, 'each has a name of its own')
  t.match(
    record.mistakes.filter(({ clauses }) => clauses.includes('tiny.busy')),
    [
      { name: /^drop_in_step_/ },
      { name: /^flip_in_step_/ },
      {
        name: /^errno_in_step_\d$/,
        place: 'specs/model/step.ts:22',
        verdict: 'survived',
        says: "fail(state, 'EBUSY', 'tiny.busy') → fail(state, 'EINVAL', 'tiny.busy')",
        by: [],
      },
    ],
  )
})

t.test(
  'a mistake that is known to be equivalent does not survive; an entry that is none is stale',
  async t => {
    const entry = (mistake: string) =>
      ({ in: 'step.ts step', kind: 'errno', mistake, why: 'Nobody asks.' }) as const
    const tests = [tinyTest('sizes', ['put', 1], ['put', 2])]
    const entries = [entry("'tiny.busy') →"), entry("'tiny.small') →"), entry('no such text')]
    const mutation = await mutate(
      { model: [tiny], others },
      { clauses: tinyClauses, suites: [{ target, tests }], equivalents: entries },
      {
        progress: () => {},
      },
    )
    t.match(
      mutation.mutants.find(one => one.kind === 'errno' && one.clauses.includes('tiny.busy')),
      { verdict: 'equivalent', why: 'Nobody asks.' },
    )
    t.same(mutation.stale, [entries[1], entries[2]], 'one is caught, one is about nothing')
  },
)

t.test('a clause for which no mistake can be planted is an error that names it', async t => {
  await t.rejects(
    mutate(
      { model: [tiny], others },
      { clauses: [...tinyClauses, 'tiny.hidden'], suites: [], equivalents: [] },
      { progress: () => {} },
    ),
    {
      code: 'E_CLAUSE',
      output: 'tiny.hidden',
    },
  )
})

t.test(
  'each clause of the real model has a mistake, and each entry is about one, or a few alike',
  async t => {
    const { model } = await modelSource()
    const mutants = mutantsOf(model, Object.keys(mergedClauses))
    const named = new Set(mutants.flatMap(one => one.clauses))
    t.same(
      Object.keys(mergedClauses).filter(clause => !named.has(clause)),
      [],
    )
    const abouts = equivalents.map(entry => ({
      entry,
      count: mutants.filter(mutant => isEquivalentTo(entry, mutant)).length,
    }))
    t.same(
      abouts.filter(({ count }) => count === 0 || count > 3),
      [],
    )
    t.same(
      equivalents.filter(({ mistake }) => mistake === ''),
      [],
    )
  },
)

t.test(
  'a mistake planted into the real model is caught by the suite, and the model itself is not',
  async t => {
    const { model, others } = await modelSource()
    const [some] = mutantsOf(model, Object.keys(mergedClauses)).filter(
      one => one.in === 'denier' && one.kind === 'condition',
    )
    if (some === undefined) throw new Error('not planted')
    const load = loader([...model, ...others])
    const cases = sample(await loadLaws(), target, 1, 'denial').map(test => ({ target, test }))
    t.type(tryOut(load({ path: some.path, content: some.content }), cases, false), 'object')
    t.equal(tryOut(load(), cases, false), undefined)
  },
)

t.test('a function is known to answer by types that the model has', async t => {
  const { model, others } = await modelSource()
  const source = [...model, ...others].map(({ content }) => content).join('\n')
  for (const name of answerTypes) t.match(source, new RegExp(`^(export )?type ${name} `, 'm'), name)
})

t.test('older kernels are told from a newer one, as far as the model asks for them', async t => {
  t.same(
    olderThan(target).map(({ abi, errata }) => [abi, errata]),
    [
      [10, target.errata],
      [7, 5],
      [4, null],
    ],
  )
  t.same(
    olderThan({ ...target, abi: 6 }).map(({ abi }) => abi),
    [4],
  )
})

t.test('without saying what to plant mistakes into, the command asks for it', async t => {
  const context = {
    file: '',
    files: [],
    options: {},
    print: () => {},
    progress: () => {},
    tell: () => {},
    ask: async () => false,
    commands: [],
  }
  await t.rejects(mutateCommand.run(context), { code: 'E_USAGE', message: /--model/ })
})
