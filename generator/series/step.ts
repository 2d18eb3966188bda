import { basename, join } from 'node:path'
import { readRun } from '../judge/read-run.js'
import type { KernelResult, Result } from '../judge/result.js'
import { type Ahead, aheadNote, aheadWhy } from '../kernel/tree/ahead.js'
import { git } from '../kernel/tree/git.js'
import { type TreeKernel, takeTree } from '../kernel/tree/kernel.js'
import { describeLeftOut } from '../report/kernel-checks.js'
import type { SeriesStep } from '../report/series-result.js'
import { type Job, startJob } from '../run/job.js'
import { run } from '../run/run.js'
import { totalOf } from '../shared/clock.js'
import { outFolder } from '../shared/paths.js'
import type { Progress } from '../shared/progress.js'
import { installTools, missingForLab } from '../shared/setup.js'
import { changed } from './changed.js'
import { checksOf } from './checks.js'
import { reportLines } from './faults.js'
import { whyNoVerdict } from './of-commit.js'
import type { CommitOrder, Parent } from './order.js'

type JudgedCommit = { readonly step: SeriesStep; readonly parent: Parent | undefined }

/** Builds and judges one commit, against its parent if there is one. */
export async function judgeStep(
  order: CommitOrder,
  parent: Parent | undefined,
  progress: Progress,
): Promise<JudgedCommit> {
  const job = await startJob(order.scratch, progress)
  const about = await aboutCommit(order)
  const beforeBuild = async (): Promise<void> => installTools(await missingForLab(), progress)
  const built = await job.times.time('kernel', () =>
    takeTree(order, { rev: order.commit, ...order.how }, progress, beforeBuild).catch(whyNoVerdict),
  )
  if ('why' in built)
    return { step: { ...about, state: 'not-built', ...built, ...took(job) }, parent: undefined }
  const checks = parent === undefined ? [] : await checksOf(order, parent.warnings, built.warnings)
  const { ahead } = built.kernel
  const known = { ...about, checks, ahead: ahead?.names ?? [] }
  if (parent !== undefined && parent.sha256 === built.kernel.sha256)
    return {
      step: { ...known, ...same(parent), ...took(job) },
      parent: { ...parent, warnings: built.warnings },
    }
  const judged = await job.times.time('run', () =>
    run([order.ref], order.choice, progress, { policy: order.policy }).catch(whyNoVerdict),
  )
  if ('why' in judged)
    return { step: { ...known, state: 'not-run', ...judged, ...took(job) }, parent: undefined }
  const here = await readBack(order, built, judged)
  const step = { ...known, ...counted(judged, here, ahead) }
  if (parent === undefined) return { step: { ...step, ...took(job) }, parent: here }
  return { step: { ...step, ...(await changed(order, parent, here, job)), ...took(job) }, parent: here }
}

const took = ({ times }: Job): Pick<SeriesStep, 'seconds'> => ({
  seconds: Math.round(totalOf(times.seconds())),
})

/** What is said of a commit before anything of it is known. */
async function aboutCommit({ workspace, number, commit, ref }: CommitOrder): Promise<SeriesStep> {
  const [subject = '', author = ''] = (
    await git(workspace, ['log', '-1', '--format=%s%n%an <%ae>', commit])
  ).split('\n')
  return {
    ...{ number, commit, subject, author, ref },
    state: 'judged',
    why: '',
    verdict: null,
    release: '',
    abi: null,
    errata: null,
    ...{ programs: 0, agreed: 0, known: 0, diverged: 0, flaky: 0, lost: 0, notJudged: 0 },
    ahead: [],
    compared: 0,
    clauses: 0,
    changes: [],
    breaks: [],
    unsure: [],
    faults: [],
    mends: [],
    checks: [],
    missing: [],
    notes: [],
    seconds: 0,
    diff: '',
    folder: '',
  }
}

const figuresOf = ({
  release,
  abi,
  errata,
  programs,
  agreed,
  known,
  diverged,
  flaky,
  lost,
  folder,
}: KernelResult) => ({
  ...{ release, abi, errata, programs, agreed, known, diverged, flaky, lost, folder },
})

/** The same bytes do the same. */
const same = ({ result, ref }: Parent): Partial<SeriesStep> & Pick<SeriesStep, 'state'> => ({
  ...figuresOf(result),
  state: 'same',
  notes: [`its image is that of ${ref}, byte for byte, so that it was not run`],
  compared: result.programs,
})

async function readBack(
  { ref }: CommitOrder,
  { kernel, warnings }: TreeKernel,
  { kernels, divergences, folder }: Result,
): Promise<Parent> {
  const saved = await readRun(join(outFolder, 'runs', basename(folder)))
  const [one] = saved.kernels
  const [result] = kernels
  if (one === undefined || result === undefined) throw new Error(`${folder} has no kernel`)
  return { ref, sha256: kernel.sha256, warnings, run: one, result, findings: divergences }
}

function counted({ verdict }: Result, { result }: Parent, ahead: Ahead | undefined): Partial<SeriesStep> {
  const { missing, notes, reports, leftOut } = result
  const isNew = ({ why }: { readonly why: string }): boolean => ahead !== undefined && why === aheadWhy(ahead)
  const sum = (all: typeof leftOut): number => all.reduce((total, { programs }) => total + programs, 0)
  const others = leftOut.filter(one => !isNew(one))
  return {
    ...figuresOf(result),
    verdict,
    missing,
    // What is new is told of a commit by itself.
    notes: [
      ...reportLines(reports),
      ...(others.length === 0 ? [] : [`left out: ${describeLeftOut(others)}`]),
      ...notes.filter(note => ahead === undefined || note !== aheadNote(ahead)),
    ],
    notJudged: sum(leftOut.filter(isNew)),
  }
}

/** What a commit came to, in one line. */
export function stepLine(step: SeriesStep, count: number): string {
  const {
    number,
    subject,
    commit,
    state,
    why,
    agreed,
    programs,
    known,
    changes,
    breaks,
    mends,
    faults,
    abi,
  } = step
  const name = `${number === 0 ? 'base' : `${number}/${count}`} ${commit.slice(0, 12)} ${subject}`
  if (state === 'not-built') return `${name}: does not build: ${why}`
  if (state === 'not-run') return `${name}: builds, no verdict: ${why}`
  if (state === 'same') return `${name}: compiled, the same kernel as its parent, byte for byte`
  const laws = [
    ...(breaks.length === 0 ? [] : [`breaks ${breaks.map(({ law }) => law).join(', ')}`]),
    ...faults,
    ...(mends.length === 0 ? [] : [`mends ${mends.join(', ')}`]),
    ...(number === 0 ? [] : [changes.length === 0 ? 'no difference' : `${changes.length} changed`]),
  ]
  return `${name}: compiled, boots, ABI ${abi}, ${agreed} of ${programs} agree${known === 0 ? '' : `, ${known} known`}${laws.map(one => `; ${one}`).join('')}`
}
