import t from 'tap'
import { diff, judge } from '../../generator/judge/judge.js'
import { type ExpectedFailure, loadKnown } from '../../generator/judge/known.js'
import { loadLaws } from '../../generator/suite/laws.js'
import { candidates } from '../../generator/suite/sample.js'
import type { Observation, Suite, Test } from '../../generator/suite/suite.js'
import { at, bind, create, exercise, layer, program, tcp } from '../../specs/arbitrary/ops.js'
import type { Outcome } from '../../specs/outcome.js'
import type { Op, Program } from '../../specs/program.js'
import { restrictSelfFlags } from '../../specs/uapi/landlock.js'
import { targets } from '../targets.js'

const [, , target] = targets
if (target === undefined) throw new Error('no target')
const laws = await loadLaws()

const denied = program(layer(target, 0, ['bind_tcp']), tcp(0), bind(0, at('a')), bind(0, at('b')))

const testOf = (law: string, of: Program): Test => {
  const [candidate] = candidates(target, [of])
  if (candidate === undefined) throw new Error('outside of the model')
  return { ...candidate, law, name: `${law.replaceAll('-', '_')}_0` }
}

const suiteOf = (test: Test): Suite => ({ target, seed: 1, laws: [], tests: [test], notRunnable: [] })

const judgeOne = (test: Test, observation: Observation | undefined, known: readonly ExpectedFailure[] = []) =>
  judge(suiteOf(test), { specs: laws, known }, new Map(observation && [[test.name, observation]]))

const done = (...outcomes: readonly Outcome[]): Observation => ({ end: 'done', outcomes, detail: '' })

t.test('a trace that the model allows has no difference', async t => {
  t.same(diff(target, denied, ['OK', 'OK', 'OK', 'EACCES', 'EACCES']), [])
})

t.test('each difference is told, as if an allowed outcome had happened before it', async t => {
  const differences = diff(target, denied, ['OK', 'OK', 'OK', 'OK', 'EINVAL'])
  t.same(
    differences.map(({ step, observed, allowed }) => ({ step, observed, allowed })),
    [
      { step: 3, observed: 'OK', allowed: ['EACCES'] },
      { step: 4, observed: 'EINVAL', allowed: ['EACCES'] },
    ],
  )
  t.same(differences[0]?.clauses, ['hook.denied'])
})

const law = 'handled-is-denied-by-default'
const test = testOf(law, program(layer(target, 0, ['bind_tcp']), exercise('bind_tcp', 0, 'a')))

t.test('a test whose outcomes are all allowed agrees', async t => {
  const { agreed, diverged, lost, divergences, clauses } = judgeOne(test, done('OK', 'OK', 'OK', 'EACCES'))
  t.same({ agreed, diverged, lost, divergences }, { agreed: 1, diverged: 0, lost: 0, divergences: [] })
  t.equal(clauses.hit, 4)
})

t.test('a divergence names the clause that decided, with its citation', async t => {
  const { diverged, divergences } = judgeOne(test, done('OK', 'OK', 'OK', 'OK'))
  t.equal(diverged, 1)
  t.match(divergences, [
    {
      law,
      step: 3,
      observed: 'OK',
      allowed: ['EACCES'],
      clause: 'hook.denied',
      cite: /landlock/,
      known: null,
    },
  ])
})

t.test('what is missing is lost and never agrees', async t => {
  for (const observation of [undefined, done('OK', 'OK', 'OK'), { ...done('OK'), end: 'lost' as const }]) {
    const { agreed, lost } = judgeOne(test, observation)
    t.same({ agreed, lost }, { agreed: 0, lost: 1 })
  }
})

t.test('a test that hangs or crashes diverges at the op that was not answered', async t => {
  const { diverged, divergences } = judgeOne(test, {
    end: 'hang',
    outcomes: ['OK', 'OK'],
    detail: 'after 10 s',
    stacks: ['actor 0, thread 0 (S): schedule+0x28/0xa0'],
  })
  t.equal(diverged, 1)
  const stacks = ['actor 0, thread 0 (S): schedule+0x28/0xa0']
  t.match(divergences, [{ step: 2, observed: 'STUCK', allowed: ['OK'], stacks }])
  const after = judgeOne(test, {
    ...done(...test.program.ops.map(() => 'OK' as const)),
    end: 'hang',
    detail: 'after 10 s',
  })
  t.match(after.divergences, [
    { step: 3, observed: 'OK', allowed: ['EACCES'] },
    { step: test.program.ops.length, observed: 'hang, after 10 s' },
  ])
  const crashed = judgeOne(test, { ...done('OK'), end: 'crash', detail: 'killed by signal 11' })
  t.match(crashed.divergences, [{ step: 1, observed: 'crash, killed by signal 11' }])
  t.notOk(crashed.divergences[0]?.stacks)
})

t.test(
  'a call for all threads that does not return is known only where a sibling looks at its own /proc',
  async t => {
    const { known } = await loadKnown()
    const made = create(target, 0, { handled_access_net: ['bind_tcp'] })
    const look: Op = { kind: 'look', at: 'maps' }
    const forAll: Op = { kind: 'restrict_self', ruleset: 0, flags: 1 << restrictSelfFlags.tsync.bit }
    const hung = (...ops: readonly Op[]) => {
      const outcomes = ops.slice(0, ops.indexOf(forAll)).map((): Outcome => 'OK')
      const hang: Observation = { end: 'hang', outcomes, detail: 'after 10 s' }
      return judgeOne(testOf('tsync-is-for-all-threads', program(ops)), hang, known)
    }
    t.match(hung(made, look, forAll), { diverged: 0, known: 1 })
    t.match(hung(made, forAll), { diverged: 1, known: 0 })
    t.match(hung(made, forAll, look), { diverged: 1, known: 0 }, 'it looks too late')
  },
)

t.test('a law that a trace breaks is told even where the model allows each outcome', async t => {
  const open = testOf(law, program(exercise('bind_tcp', 0, 'a')))
  const { diverged, divergences } = judgeOne(open, done('OK', 'OK'))
  t.equal(diverged, 1)
  t.match(divergences, [{ law, step: null, observed: 'law broken' }])
})

t.test('a known difference is counted apart, and only where it matches', async t => {
  const entry: ExpectedFailure = {
    clause: 'hook.denied',
    observed: 'OK',
    why: '-',
    cite: '-',
    expires: '2999-01-01',
    file: 'x.json',
  }
  const judged = (known: ExpectedFailure) => {
    const { known: count, diverged, divergences } = judgeOne(test, done('OK', 'OK', 'OK', 'OK'), [known])
    return { count, diverged, file: divergences[0]?.known }
  }
  t.same(judged(entry), { count: 1, diverged: 0, file: 'x.json' })
  t.same(judged({ ...entry, abi: [1, 10] }), { count: 0, diverged: 1, file: null })
  t.same(judged({ ...entry, observed: 'EPERM' }), { count: 0, diverged: 1, file: null })
  t.same(judged({ ...entry, law: 'denial-is-final' }), { count: 0, diverged: 1, file: null })
})
