import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { SavedRun } from '../../generator/judge/bundle.js'
import { readRun } from '../../generator/judge/read-run.js'
import type { Result } from '../../generator/judge/result.js'
import { rejudge } from '../../generator/run/rejudge.js'
import { packageFolder } from '../../generator/shared/paths.js'
import { programId } from '../../generator/suite/codec.js'
import type { Test } from '../../generator/suite/suite.js'
import type { Program } from '../../specs/program.js'
import { forged, savedRun, smallSuite, writeSavedRun } from '../saved-run.js'

/** Saves runs and judges them again: both verdicts. */
async function again(
  kernels: readonly SavedRun[],
  unavailable: Parameters<typeof writeSavedRun>[1] = [],
): Promise<{ readonly before: Result; readonly now: Result }> {
  const { folder, result } = await writeSavedRun(kernels, unavailable)
  return { before: result, now: await rejudge(await readRun(folder), folder) }
}

t.test('a run that agreed agrees again', async t => {
  const { before, now } = await again([savedRun('a'), savedRun('b')])
  t.equal(before.verdict, 'agree')
  t.equal(now.verdict, 'agree')
  t.match(now.kernels, [
    { ref: 'a', programs: 5, agreed: 5, notes: [] },
    { ref: 'b', programs: 5, agreed: 5, notes: [] },
  ])
})

t.test('a kernel that was unavailable is so still, and there is no verdict', async t => {
  const unavailable = [{ ref: 'c', code: 'E_KERNEL', why: 'There is none.' }]
  const { before, now } = await again([savedRun('a')], unavailable)
  t.equal(before.verdict, 'incomplete')
  t.equal(now.verdict, 'incomplete')
  t.strictSame(now.unavailable, unavailable)
})

t.test('a guest that was lost between two programs leaves no verdict, in the run and again', async t => {
  const lost = ['the guest was lost (panic) in denial_is_final_1']
  const { before, now } = await again([{ ...savedRun('a'), lost }])
  for (const { verdict, kernels } of [before, now]) {
    t.equal(verdict, 'incomplete')
    t.match(kernels, [{ agreed: 5, lost: 0, missing: lost }])
  }
})

t.test('a kernel that broke down before it said what it is diverges, in the run and again', async t => {
  const lost = ['the guest was lost (panic: no init) before the first program']
  const broken = {
    ...savedRun('a'),
    channel: '',
    console: '[    1.000000] Kernel panic - not syncing: no init\n',
    lost,
  }
  const { before, now } = await again([broken])
  for (const { verdict, kernels } of [before, now]) {
    t.equal(verdict, 'diverge')
    t.match(kernels, [{ agreed: 0, lost: 5, reports: [/Kernel panic/], missing: lost }])
  }
})

t.test('what a reader should know of how a run went is told again', async t => {
  const notes = ['TCG, which is slower: no KVM']
  const { before, now } = await again([{ ...savedRun('a'), notes }])
  for (const { verdict, kernels } of [before, now]) {
    t.equal(verdict, 'agree')
    t.match(kernels, [{ notes }])
  }
})

t.test('what the kernel complained of is seen again', async t => {
  const saved = { ...savedRun('a'), console: '[    1.000000] WARNING: CPU: 0 at net.c:1\n' }
  const { before, now } = await again([saved])
  t.equal(before.verdict, 'diverge')
  t.equal(now.verdict, 'diverge')
  t.match(now.kernels, [{ reports: [/WARNING/] }])
})

/** A suite and its log as if the one step of a program that is denied had been another errno, and given it: its law says nothing of that. */
function allowing(saved: SavedRun): SavedRun {
  const denied = ({ allowed }: Test): number => allowed.filter(one => one.join() === 'EACCES').length
  const victim = saved.suite.tests.find(test => denied(test) === 1)
  if (victim === undefined) throw new Error('nothing is denied once')
  const allowed = victim.allowed.map(one => (one.join() === 'EACCES' ? (['EPERM'] as const) : one))
  const tests = saved.suite.tests.map(test => (test === victim ? { ...victim, allowed } : test))
  const channel = saved.channel.replace(new RegExp(`(# begin ${victim.name}\n.*)EACCES`), '$1EPERM')
  t.not(channel, saved.channel)
  return forged(saved, { ...saved.suite, tests }, channel)
}

t.test(
  'what was saved as allowed is not believed: the model of now judges, and says where it differs',
  async t => {
    const { now } = await again([allowing(savedRun('a'))])
    t.equal(now.verdict, 'diverge')
    t.match(now.kernels, [
      {
        diverged: 1,
        agreed: 4,
        notes: [
          /^the model of now allows other outcomes than were saved in 1 of 5 programs, such as denial_is_final_\d, step \d: EACCES, and not EPERM$/,
        ],
      },
    ])
    const [one] = now.divergences
    t.match(one, { observed: 'EPERM', allowed: ['EACCES'] })
  },
)

t.test('the program of each divergence is where its replay command says', async t => {
  const { now } = await again([allowing(savedRun('a'))])
  const [{ replay = '', ops = [] } = {}] = now.divergences
  const path = /replay (\S+) --kernel a$/.exec(replay)?.[1] ?? ''
  t.match(path, /^out\/rejudged\/programs\/[0-9a-f]{12}\.json$/, 'the run itself had no finding')
  t.strictSame(JSON.parse(readFileSync(join(packageFolder, path), 'utf8')), { ops })
})

t.test('a program that the model of now says nothing about is not agreed', async t => {
  const saved = savedRun('a')
  const [first, ...others] = saved.suite.tests
  if (first === undefined) throw new Error('no test')
  const program: Program = { ops: [...first.program.ops, { kind: 'kill', target: 7 }] }
  const unsaid: Test = {
    ...first,
    id: programId(program),
    program,
    allowed: [...first.allowed, ['ESRCH']],
    clauses: [...first.clauses, []],
  }
  const channel = saved.channel.replace(/(# begin denial_is_final_0\n {2}# steps .*)/, '$1 ESRCH')
  const { now } = await again([forged(saved, { ...saved.suite, tests: [unsaid, ...others] }, channel)])
  t.equal(now.verdict, 'incomplete')
  const notes = [
    'the model of now says nothing of 1 of 5 programs, such as denial_is_final_0: they count as lost',
  ]
  t.match(now.kernels, [{ agreed: 4, lost: 1, notes }])
})

t.test('a log of another suite, of none, of another target or of another release is an error', async t => {
  const saved = savedRun('a')
  const refused = async (
    change: Partial<SavedRun>,
    error: { readonly code: string; readonly message?: RegExp },
  ) => {
    const { folder } = await writeSavedRun([{ ...saved, ...change }])
    await t.rejects(rejudge(await readRun(folder), folder), error)
  }
  const { channel } = saved
  const other = savedRun('a', smallSuite(2)).channel
  await refused({ channel: other }, { code: 'E_SUITE' })
  await refused({ channel: channel.replace(/^# suite .*\n/m, '') }, { code: 'E_SUITE' })
  await refused(
    { channel: channel.replace(/^# target errata 15$/m, '# target errata 1') },
    { code: 'E_TARGET', message: /errata/ },
  )
  await refused(
    { channel: channel.replace('release 7.3.4', 'release 7.3.5') },
    { code: 'E_TARGET', message: /7\.3\.5.*7\.3\.4/ },
  )
})
