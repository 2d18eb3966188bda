import { readFileSync } from 'node:fs'
import t from 'tap'
import { readObservations } from '../../generator/guest/ktap.js'
import { judgeClaims } from '../../generator/judge/claims.js'
import { judgeRun, resultOf } from '../../generator/judge/verdict.js'
import { terminal } from '../../generator/report/terminal.js'
import { loadLaws } from '../../generator/suite/laws.js'
import { sample } from '../../generator/suite/sample.js'
import type { Suite, Test } from '../../generator/suite/suite.js'
import { type Claim, claims } from '../../specs/claims.js'
import type { ModelStep } from '../../specs/model/branch.js'
import { traceOf } from '../../specs/model/predict.js'
import { step } from '../../specs/model/step.js'
import { predictPrefix } from '../../specs/prefix.js'
import type { Target } from '../../specs/target.js'
import { suiteText } from '../channel.js'
import { targets } from '../targets.js'

const specs = await loadLaws()

const suiteOf = (target: Target): Suite => {
  const tests = sample(specs, target, 1)
  const laws = [...new Set(tests.map(({ law }) => law))].map(name => ({ name, claim: 'A law.', place: 'x' }))
  return { target, seed: 1, laws, tests, notRunnable: [] }
}

/** What a kernel that does what this model says would print, whatever it reports of itself. */
const channelOf = ({ target, tests }: Suite, model: ModelStep): string =>
  suiteText(tests, ({ program }) => {
    const said = predictPrefix(target, program, model) ?? { allowed: [] }
    const known = { ops: program.ops.slice(0, said.allowed.length) }
    const outcomes = traceOf(known, said).map(({ outcome }) => outcome)
    return { outcomes: program.ops.map((_, index) => outcomes[index] ?? 'OK') }
  })

const suites = targets.map(suiteOf)
const [six, , eleven] = suites
if (six === undefined || eleven === undefined) throw new Error('no suites')

const judged = (suite: Suite, model: ModelStep) =>
  judgeClaims(suite, readObservations(channelOf(suite, model)))

for (const suite of suites) {
  t.test(`a kernel of ABI ${suite.target.abi} that does what it claims breaks no claim`, async t => {
    const results = judged(suite, step)
    t.same(
      results.filter(({ verdict }) => verdict === 'broken'),
      [],
    )
    t.equal(results.length, claims.length)
    const kept = results.filter(({ isMade, verdict }) => isMade && verdict === 'kept')
    for (const name of ['ABI 4', 'ABI 6', 'erratum 1'])
      t.ok(
        kept.some(({ claim }) => claim === name),
        name,
      )
  })
}

/** Some of the programs that end otherwise on a kernel that is the other way round in a claim. */
function telling(suite: Suite, claim: Claim): Suite {
  const isTold = ({ program, allowed }: Test): boolean =>
    JSON.stringify(predictPrefix(suite.target, program, claim.otherwise(step))?.allowed) !==
    JSON.stringify(allowed)
  return { ...suite, tests: suite.tests.filter(isTold).slice(0, 40) }
}

for (const claim of claims.filter(({ hidden }) => hidden === null)) {
  t.test(`a kernel that lies about ${claim.name} is caught, and told which claim it is`, async t => {
    for (const suite of suites) {
      const some = telling(suite, claim)
      const result = judged(some, claim.otherwise(step)).find(one => one.claim === claim.name)
      t.equal(result?.verdict, some.tests.length === 0 ? 'untold' : 'broken')
      if (result?.verdict !== 'broken') continue
      t.equal(result.kept, 0)
      t.match(result.words, claim.isMade(suite.target) ? /^claims .* does not do it/ : /without claiming it/)
    }
  })
}

t.test('what no program can tell is said to be so, with the reason', async t => {
  const hidden = judged(eleven, step).filter(({ claim }) => /^erratum [34]$/.test(claim))
  t.equal(hidden.length, 2)
  for (const { verdict, words } of hidden) {
    t.equal(verdict, 'untold')
    t.match(words, /^programs /)
  }
})

t.test(
  'a kernel that cannot be asked for errata and has the fix is told to do it without claiming',
  async t => {
    const target = { ...six.target, errata: null }
    const suite = suiteOf(target)
    const fixed: ModelStep = (one, state, op) =>
      step(op.kind === 'query' ? one : { ...one, errata: 1 }, state, op)
    const result = judged(suite, fixed).find(({ claim }) => claim === 'erratum 1')
    t.match(result, {
      isMade: false,
      verdict: 'broken',
      words: /does what erratum 1 is about without claiming it/,
    })
  },
)

t.test('a lying kernel makes a run diverge, and the report says what it claims', async t => {
  const lie = claims.find(({ name }) => name === 'erratum 1')
  if (lie === undefined) throw new Error('no claim')
  const report = readFileSync(new URL('../data/targets/abi-11.txt', import.meta.url), 'utf8')
  const run = judgeRun(
    {
      suite: eleven,
      channel: report + channelOf(eleven, lie.otherwise(step)),
      console: '',
      lost: [],
      notes: [],
      origin: { ref: 'liar', sha256: '', origin: 'made up', release: '7.3' },
    },
    {
      specs,
      known: [],
      lacks: [],
      replay: () => '',
      notes: [],
      seconds: () => ({}),
      suite: '',
      suiteId: '',
      folder: '',
    },
  )
  const result = resultOf([run], [eleven], { folder: '', judgedAt: new Date(0) })
  t.equal(result.verdict, 'diverge')
  t.ok(run.kernel.diverged > 0)
  const broken = run.kernel.claims.filter(({ verdict }) => verdict === 'broken')
  t.ok(broken.length > 0)
  t.equal(run.kernel.brokenClaims, broken.length)
  t.match(terminal(result), /^ {2}CLAIM {5}claims erratum 1 and does not do it \(.*\): (\d+) of \1 programs/m)
})
