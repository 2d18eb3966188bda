import t from 'tap'
import { readBaseline } from '../../generator/judge/baseline.js'
import { judgeRun, resultOf } from '../../generator/judge/verdict.js'
import { loadMeans } from '../../generator/run/means.js'
import { suiteFiles } from '../../generator/suite/suite-files.js'
import { channelOf, savedRun, smallSuite } from '../saved-run.js'

const laws = ['denial-is-final']
const today = new Date('2026-11-29')

const entry = `
  - law: denial-is-final
    kernels: [7.2, 7.10]
    reason: The fix is queued for the next release.
    link: https://lore.kernel.org/landlock/1
    expires: 2027-02-01
`
const read = (text: string) => readBaseline(text, 'expected.yaml', laws, today)

t.test('YAML and JSON say the same, and 7.10 is a series and no number', async t => {
  const [one] = read(`entries:${entry}`)
  t.match(one, { law: 'denial-is-final', releases: ['7.2', '7.10'], file: 'expected.yaml#1' })
  const json = {
    format: 1,
    entries: [
      {
        law: 'denial-is-final',
        kernels: ['7.2', '7.10'],
        reason: one?.why,
        link: one?.cite,
        expires: '2027-02-01',
      },
    ],
  }
  t.strictSame(read(JSON.stringify(json)), [one])
  const byAbi = `entries:${entry.replace('kernels: [7.2, 7.10]', 'abi: [4, 11]\n    errata: 15')}`
  t.match(read(byAbi), [{ abi: [4, 11], errata: 15 }])
})

t.test('an entry says what it is about, where, why, with a link and for how long, or is refused', async t => {
  const refused = (from: string | RegExp, to: string, words: RegExp) =>
    t.throws(() => read(`entries:${entry.replace(from, to)}`), { code: 'E_BASELINE', message: words })
  refused(/ +expires.*\n/, '', /expires: expected the day .* none stays for ever/)
  refused('2027-02-01', '2026-11-28', /expected\.yaml#1 expired on 2026-11-28/)
  refused(/ +reason.*\n/, '', /reason: expected why/)
  refused(/reason.*/, 'reason: ""', /reason: expected why/)
  refused(/https:\S+/, 'lore', /link: expected a link/)
  refused(/law: .*/, 'law: denial', /no law is called denial/)
  refused(/law: .*/, 'clause: hook.denied', /expected either law or program/)
  refused(/ +kernels.*\n/, '', /expected either kernels/)
  refused('reason', 'reasons', /entries\[0\]/)
  t.throws(() => read('entries: ['), { code: 'E_BASELINE', message: /neither YAML nor JSON/ })
  t.throws(() => read(''), { code: 'E_BASELINE' })
})

const means = await loadMeans()
const suite = smallSuite()

/** What a run comes to whose first test is wrong, or none. */
function judged(isWrong: boolean, text: string, leftOut = 0) {
  const channel = channelOf(suite, suiteFiles(suite).made, (outcome, step, test) =>
    isWrong && test === suite.tests[0] && step === test.allowed.findIndex(([one]) => one === 'OK')
      ? 'EBADF'
      : outcome,
  )
  const run = {
    ...savedRun('a', suite),
    channel,
    leftOut: leftOut === 0 ? [] : [{ why: '--shard 1/2', law: 'denial-is-final', programs: leftOut }],
  }
  const one = judgeRun(run, {
    ...means,
    baseline: read(text),
    replay: () => '',
    notes: [],
    seconds: () => ({}),
    ...{ suite: '', suiteId: '', folder: '' },
  })
  return { ...one, result: resultOf([one], [suite], { folder: '', judgedAt: new Date(0) }) }
}

t.test('what is expected to fail is known, and no divergence', async t => {
  const { result, findings, kernel } = judged(true, `entries:${entry}`)
  t.equal(result.verdict, 'agree')
  t.match(kernel, { known: 1, diverged: 0, baseline: [{ verdict: 'holds' }] })
  t.match(findings, [{ known: 'expected.yaml#1', why: 'The fix is queued for the next release.' }])
})

t.test('an entry that is no longer true fails the run; one that nobody can judge does not', async t => {
  const stale = judged(false, `entries:${entry}`)
  t.match(stale.kernel.baseline, [{ entry: 'expected.yaml#1', verdict: 'stale', words: /no longer true/ }])
  t.equal(stale.result.verdict, 'diverge')
  const part = judged(false, `entries:${entry}`, 3)
  t.match(part.kernel.baseline, [{ verdict: 'untold', words: /left out/ }])
  t.equal(part.result.verdict, 'agree')
  const other = judged(false, `entries:${entry.replace('law: denial-is-final', 'program: 0123')}`)
  t.match(other.kernel.baseline, [{ verdict: 'untold', words: /no program of it ran/ }])
})

t.test('an entry about other kernels, programs or outcomes explains nothing', async t => {
  for (const [from, to] of [
    ['[7.2, 7.10]', '[6.1, 7.2]'],
    ['kernels: [7.2, 7.10]', 'abi: [1, 10]'],
    ['law: denial-is-final', `program: ${suite.tests[1]?.id}`],
    ['law: denial-is-final', 'law: denial-is-final\n    observed: EINVAL'],
  ] as const) {
    const { result } = judged(true, `entries:${entry.replace(from, to)}`)
    t.equal(result.verdict, 'diverge', to)
  }
  const own = judged(
    true,
    `entries:${entry.replace('law: denial-is-final', `program: ${suite.tests[0]?.id}`)}`,
  )
  t.equal(own.result.verdict, 'agree')
})
