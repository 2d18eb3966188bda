import { readFileSync } from 'node:fs'
import t from 'tap'
import { z } from 'zod'
import { formattedMutation } from '../../generator/report/formats/index.js'
import { mutationCodes, mutationVerdict } from '../../generator/report/mutation-result.js'
import {
  mutationRows,
  mutationSummary,
  mutationTable,
  mutationText,
} from '../../generator/report/mutation-score.js'
import { schemaPath } from '../result-schema.js'
import { found as finding } from './fuzzed.js'
import { mistake, mistakes, mutated } from './mutated.js'
import { readers, seenInSummary } from './read-formats.js'

const [caught, equivalent, survived, unbuilt, untried] = mistakes
if (caught === undefined || equivalent === undefined || survived === undefined) throw new Error('too few')
if (unbuilt === undefined || untried === undefined) throw new Error('too few')

t.test('each mistake in a design has a row with its verdict and what noticed it', async t => {
  t.strictSame(mutationRows(mutated(mistakes)).slice(1), [
    ['one', 'caught', '2', '31', 'a-law: a_law_0, step 1: OK, not EACCES (and 1 more)'],
    ['two', 'equivalent', '', '31', 'Nobody asks.'],
    ['three', 'survived', '', '31', ''],
    ['four', 'does not build', '', '31', 'a.c:1:1: error: what?'],
    ['five', 'not tried', '', '31', 'E_QEMU: QEMU was killed.'],
  ])
  const summary =
    '5 mistakes in lab/7.3:socket-create: 1 caught, 1 equivalent, 1 survived, 1 that do not build, 1 that could not be tried (7 programs of 3 laws, seed 1, abi-11)'
  t.equal(mutationSummary(mutated(mistakes)), summary)
  t.equal(mutationText(mutated(mistakes)).split('\n').at(-1), `${summary} (exit code 1)`)
})

t.test('each bug in Landlock has a row with how it was found, or why nobody can say', async t => {
  const bugs = [
    mistake('one', 'caught', { by: ['OK, not EACCES'], programs: 900, seconds: { fuzz: 12.3 }, finding }),
    mistake('two', 'survived', { programs: 900 }),
    mistake('three', 'untried', { by: ['E_BUILD: It does not build.'] }),
  ]
  const result = mutated(bugs, {
    ...{ into: 'landlock', what: 'lab/7.3+kcov', targets: ['7.3'], limit: 600, programs: 0, laws: 0 },
  })
  t.strictSame(mutationRows(result).slice(1), [
    [
      'one is wrong',
      '12 s, 900 programs',
      'socket 0 = socket(AF_INET, SOCK_STREAM, IPPROTO_IP)',
      'OK, not EACCES',
    ],
    ['two is wrong', 'not in 900 programs', '', ''],
    ['three is wrong', 'not in 0 programs', '', 'E_BUILD: It does not build.'],
  ])
  t.match(
    mutationTable(result),
    /\n\n3 mistakes in lab\/7\.3\+kcov: 1 caught, .* \(at most 10 min each, seed 1, 7\.3\)$/,
  )
})

t.test('each fix that is missing has a row with how it was told', async t => {
  const fixes = [mistake('early_mute', 'caught', { by: ['does not do it', 'a-law'], programs: 3 })]
  const result = mutated(fixes, { ...{ into: 'fixes', what: 'lab/7.3', targets: ['7.3'], limit: 60 } })
  t.strictSame(mutationRows(result).slice(1), [
    ['early_mute: early_mute is wrong', 'caught', '3', 'does not do it; a-law'],
  ])
})

t.test('each mistake in the order of bytes has a row with the laws that told it', async t => {
  const swapped = [mistake('port-swapped', 'caught', { by: ['a-law', 'b-law'], programs: 2 })]
  const result = mutated(swapped, { ...{ into: 'byte-order', what: 'two kernels', targets: ['7.3'] } })
  t.strictSame(mutationRows(result), [
    ['mistake', 'verdict', 'programs that diverge', 'told by'],
    ['port-swapped: port-swapped is wrong', 'caught', '2', 'a-law; b-law'],
  ])
})

t.test('mistakes in the model are counted by clause, and each that survives is told', async t => {
  const of = (name: string, verdict: 'caught' | 'survived', ...clauses: readonly string[]) =>
    mistake(name, verdict, { place: 'specs/model/bind.ts:29', says: 'a → b', clauses, seconds: {} })
  const result = mutated(
    [
      of('drop_in_bind_1', 'caught', 'bind.a', 'bind.b'),
      of('flip_in_bind_1', 'survived', 'bind.b'),
      of('x', 'caught'),
    ],
    { into: 'model', what: 'specs/model', stale: ['ports.ts overlap: flip: a → b'] },
  )
  t.strictSame(mutationRows(result), [
    ['clause', 'caught', 'equivalent', 'survived'],
    ['bind.a', '1', '0', '0'],
    ['bind.b', '1', '0', '1'],
    ['in helpers', '1', '0', '0'],
  ])
  t.match(
    mutationText(result),
    /^specs\/model\/bind\.ts:29: flip_in_bind_1 survives \(bind\.b\)\n {4}a → b$/m,
  )
  t.match(
    mutationText(result),
    /^no longer equivalent, so remove the entry: ports\.ts overlap: flip: a → b$/m,
  )
})

t.test('a survivor exits with 1, a mistake that could not be tried with 2, else it is 0', async t => {
  const code = (...mistakes: Parameters<typeof mistakesOf>) =>
    mutationCodes[mutationVerdict(mistakesOf(...mistakes))]
  const mistakesOf = (...all: typeof mistakes) => ({ mistakes: all, stale: [] })
  t.equal(code(caught, equivalent), 0)
  t.equal(code(caught, survived, unbuilt), 1)
  t.equal(code(caught, unbuilt), 2)
  t.equal(code(caught, untried), 2)
  t.equal(code(untried, survived), 1)
  t.equal(mutationVerdict({ mistakes: [caught], stale: ['one'] }), 'incomplete')
  t.equal(code(), 2, 'nothing was tried')
})

t.test(
  'in every format what is caught passes, what is equivalent is expected, what survives fails, and the rest is lost',
  async t => {
    const counts = { tests: 6, agreed: 2, diverged: 1, known: 1, flaky: 0, lost: 2, skipped: 0 }
    const formats = formattedMutation(mutated(mistakes))
    for (const [format, read] of Object.entries(readers))
      t.strictSame(read(formats(format as keyof typeof readers)).counts, counts, format)
    t.strictSame(seenInSummary(formats('github-summary')), counts)
    t.match(
      formats('junit'),
      /classname="security\/landlock\/net\.c" name="three on lab\/7\.3:socket-create"/,
    )
    t.match(formats('ktap'), /not ok 3 three # diverged: three is wrong: nothing notices it/)
    t.match(formats('tap'), /two # TODO known: two is wrong: no program can tell it: Nobody asks\./)
    for (const nothing of [mutated([]), mutated([caught], { stale: ['one'] })])
      t.equal(readers.junit(formattedMutation(nothing)('junit')).counts.lost, 1)
  },
)

t.test('the record is as its schema has it', async t => {
  const schema = z.fromJSONSchema(JSON.parse(readFileSync(schemaPath('mutate'), 'utf8')))
  const wrong = (record: object) => schema.safeParse(record).error?.issues ?? []
  const record = JSON.parse(formattedMutation(mutated([mistake('one', 'caught', { finding })]))('json'))
  t.strictSame(wrong(record), [])
  t.ok(wrong({ ...record, verdict: 'agree' }).length > 0)
  t.ok(wrong({ ...record, mistakes: [{}] }).length > 0)
})
