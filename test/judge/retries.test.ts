import t from 'tap'
import { readRun } from '../../generator/judge/read-run.js'
import { exitCodeOf } from '../../generator/judge/result.js'
import type { Retries } from '../../generator/judge/retries.js'
import { judgeRun, resultOf } from '../../generator/judge/verdict.js'
import { replayCommand } from '../../generator/run/execute.js'
import { loadMeans } from '../../generator/run/means.js'
import { rejudge } from '../../generator/run/rejudge.js'
import { pick } from '../../generator/run/retry.js'
import type { Suite, Test } from '../../generator/suite/suite.js'
import { suiteFiles } from '../../generator/suite/suite-files.js'
import { channelOf, savedRun, smallSuite, writeSavedRun } from '../saved-run.js'

const means = await loadMeans()

/** A step that the model always answers with success. */
const stepOf = ({ allowed }: Test): number => allowed.findIndex(([only]) => only === 'OK')

/** What a guest says of a suite of which one test gives EBADF, where it should not, if it is so wrong. */
const said = (suite: Suite, isWrong: boolean, name: string): string =>
  channelOf(suite, suiteFiles(suite).made, (outcome, step, test) =>
    isWrong && test.name === name && step === stepOf(test) ? 'EBADF' : outcome,
  )

const suite = smallSuite()
const [wrong] = suite.tests
if (wrong === undefined) throw new Error('the suite is empty')
const part: Suite = { ...suite, tests: [wrong] }

/** A run in which the first test is wrong, or lost, and how it then did again; an empty channel is that of a guest that was lost. */
function runOf(first: 'wrong' | 'lost', again: readonly ('wrong' | 'right' | 'lost')[], of = suite) {
  const whole = said(of, first === 'wrong', wrong?.name ?? '')
  const channel = first === 'lost' ? whole.replace(/^ +# steps .*\n/m, '') : whole
  const retries: Retries = {
    suite: suiteFiles({ ...of, tests: of.tests.slice(0, 1) }).made.id,
    tests: [wrong?.name ?? ''],
    guests: again.map(one => ({
      channel:
        one === 'lost'
          ? ''
          : said({ ...part, tests: of.tests.slice(0, 1) }, one === 'wrong', wrong?.name ?? ''),
      console: '',
      lost: [],
    })),
  }
  return { ...savedRun('a', of), channel, retries }
}

const bench = {
  ...means,
  replay: (id: string, ref: string) => replayCommand(id, ref),
  notes: [],
  seconds: () => ({}),
  ...{ suite: '', suiteId: '', folder: '' },
}

const judged = (run: ReturnType<typeof runOf>) => {
  const one = judgeRun(run, bench)
  return { ...one, result: resultOf([one], [run.suite], { folder: '', judgedAt: new Date(0) }) }
}

t.test('what comes back each time diverges, and what does not is flaky, with its votes', async t => {
  const sure = judged(runOf('wrong', ['wrong', 'wrong', 'wrong']))
  t.match(sure.kernel, { diverged: 1, flaky: 0, agreed: 4, retried: 1, notRetried: 0 })
  t.match(sure.findings, [{ isFlaky: false, again: { same: 3, words: 'the same in 3 of 3 retries' } }])
  t.equal(sure.result.verdict, 'diverge')
  const flaky = judged(runOf('wrong', ['right', 'wrong', 'right']))
  t.match(flaky.kernel, { diverged: 0, flaky: 1, agreed: 4 })
  t.match(flaky.findings, [
    { isFlaky: true, again: { same: 1, words: 'the same in 1 of 3 retries, so it is flaky' } },
  ])
  t.match(flaky.kernel.tests[0]?.again?.votes, ['as allowed', /EBADF/, 'as allowed'])
  t.equal(flaky.kernel.laws.agreed, 0, 'its law does not agree')
  t.equal(flaky.result.verdict, 'flaky')
})

t.test('a guest that says nothing has no vote', async t => {
  const { kernel, findings } = judged(runOf('wrong', ['lost', 'wrong', 'lost']))
  t.match(kernel, { diverged: 1, flaky: 0 })
  t.equal(findings[0]?.again?.same, 1)
  t.match(judged(runOf('wrong', ['lost', 'lost', 'lost'])).findings[0]?.again?.words, /none could be judged/)
})

t.test('where the model allows several outcomes, runs may differ, and it is no flake', async t => {
  const open: Test = {
    ...wrong,
    allowed: wrong.allowed.map((all, at) => (at === stepOf(wrong) ? [...all, 'EAGAIN' as const] : all)),
  }
  const of = { ...suite, tests: [open, ...suite.tests.slice(1)] }
  const { kernel, findings } = judged(runOf('wrong', ['right', 'right', 'right'], of))
  t.match(kernel, { diverged: 1, flaky: 0 })
  t.match(findings[0]?.again?.words, /several outcomes there, so that this is no flake/)
})

t.test(
  'what was lost is flaky if it then agrees, lost if it is again, and diverges if it does so each time',
  async t => {
    t.match(judged(runOf('lost', ['right', 'right', 'right'])).kernel, { agreed: 4, flaky: 1, lost: 0 })
    t.match(judged(runOf('lost', ['lost', 'lost', 'lost'])).kernel, { agreed: 4, flaky: 0, lost: 1 })
    const { kernel, findings } = judged(runOf('lost', ['wrong', 'wrong', 'wrong']))
    t.match(kernel, { agreed: 4, diverged: 1, lost: 0 })
    t.match(findings, [{ outcomes: wrong.program.ops.map(() => /./) }])
  },
)

t.test('what a kernel complains of while a program runs again counts', async t => {
  const run = runOf('wrong', ['right', 'right', 'right'])
  const [first, ...others] = run.retries.guests
  const console = '[    1.000000] WARNING: CPU: 0 PID: 1 at security/landlock/net.c:71\n'
  const guests = [{ channel: '', lost: [], ...first, console }, ...others]
  const { kernel, result } = judged({ ...run, retries: { ...run.retries, guests } })
  t.equal(kernel.reports.length, 1)
  t.equal(result.verdict, 'diverge')
})

t.test('a run that is judged again has the votes that it had', async t => {
  const { folder, result } = await writeSavedRun([runOf('wrong', ['right', 'wrong', 'right'])])
  const now = await rejudge(await readRun(folder), folder)
  t.equal(now.verdict, 'flaky')
  t.strictSame(now.kernels[0]?.tests, result.kernels[0]?.tests)
})

t.test('of each reason the smallest programs run again, and all in all few', async t => {
  const tests = Array.from(
    { length: 100 },
    (_, index): Test => ({
      ...wrong,
      name: `denial_is_final_${index}`,
      id: `${index}`,
      program: { ops: wrong.program.ops.slice(0, 1 + (index % wrong.program.ops.length)) },
    }),
  )
  const { kernel, findings } = judged(runOf('wrong', ['right']))
  const [finding] = findings
  const [test] = kernel.tests
  if (finding === undefined || test === undefined) throw new Error('nothing was found')
  const all = (reasons: number, observed = 'EBADF') => ({
    seen: [],
    kernel: { ...kernel, tests: tests.map(({ name }) => ({ ...test, name, status: 'diverged' as const })) },
    findings: tests.map(({ name }, at) => ({ ...finding, test: name, observed, clause: `${at % reasons}` })),
  })
  t.strictSame(
    pick(tests, all(1)).map(({ program }) => program.ops.length),
    [1, 1, 1],
  )
  t.equal(pick(tests, all(50)).length, 24)
  for (const observed of ['STUCK', 'hang, hang after 10 s'])
    t.equal(pick(tests, all(1, observed)).length, 1, observed)
})

t.test('what is not to fail exits with 0, unless nothing was judged', async t => {
  const kernels = [{ agreed: 1, known: 0 }]
  const code = (
    verdict: 'agree' | 'diverge' | 'flaky' | 'incomplete',
    failOn: 'diverge' | 'flaky' | 'incomplete',
  ) => exitCodeOf({ verdict, failOn, kernels })
  t.strictSame(
    (['diverge', 'flaky', 'incomplete'] as const).map(failOn =>
      (['agree', 'diverge', 'flaky', 'incomplete'] as const).map(verdict => code(verdict, failOn)),
    ),
    [
      [0, 1, 0, 0],
      [0, 1, 3, 0],
      [0, 1, 3, 2],
    ],
  )
  t.equal(exitCodeOf({ verdict: 'incomplete', failOn: 'diverge', kernels: [] }), 2)
})
