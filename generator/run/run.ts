import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type RunPlace, writeBundle, writeRun } from '../judge/bundle.js'
import type { KernelResult, Result, Unavailable } from '../judge/result.js'
import { type JudgeContext, type JudgedKernel, judgeRun, resultOf } from '../judge/verdict.js'
import { parseRef } from '../kernel/ref.js'
import { scratchFolder } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { type NewFolder, newFolder } from '../shared/folders.js'
import type { Keep } from '../shared/ledger.js'
import { outFolder, refFolders, runName, shown } from '../shared/paths.js'
import type { Progress } from '../shared/progress.js'
import { type Choice, checkChoice } from '../suite/draw.js'
import type { Suite } from '../suite/suite.js'
import { replayCommand } from './execute.js'
import { type RunKernel, runHere } from './here.js'
import { type Job, startJob } from './job.js'
import { type JudgePolicy, loadMeans, type Means } from './means.js'
import { usualRetries } from './retry.js'

/** By what policy a run is judged, who hears of each kernel when it is done, and who runs it. */
export type Around = {
  readonly policy?: JudgePolicy
  readonly keep?: Keep
  readonly runKernel?: RunKernel
}

/**
 * The main job, kernel by kernel: resolve, probe, sample, render, build, boot, judge; leaves a run folder, which is whole or not there.
 * What is wrong with what was asked for, or with the specs, is told before anything runs.
 */
export async function run(
  refs: readonly string[],
  choice: Choice,
  progress: Progress,
  { policy = {}, keep = () => {}, runKernel = runHere }: Around = {},
): Promise<Result> {
  for (const ref of refs) parseRef(ref)
  const [means] = await Promise.all([loadMeans(), checkChoice(choice)])
  const name = runName(refs, new Date())
  return newFolder(join(outFolder, 'runs'), name, async at =>
    scratchFolder(async scratch => {
      const runs = await runAll({ refs, choice, means, policy, at, scratch, progress, keep, runKernel })
      const done = runs.flatMap(one => ('why' in one ? [] : [one]))
      const result = resultOf(
        done.map(({ judged }) => judged),
        done.map(({ suite }) => suite),
        {
          folder: shown(at.folder),
          judgedAt: new Date(),
          unavailable: runs.flatMap(one => ('why' in one ? [one] : [])),
          ...(policy.failOn === undefined ? {} : { failOn: policy.failOn }),
        },
      )
      await writeRun(
        at.part,
        done.map(({ place }) => place),
        result,
      )
      return result
    }),
  )
}

/** What is to be run: on which kernels, by what it is judged, and where everything goes. */
type RunOrder = {
  readonly refs: readonly string[]
  readonly choice: Choice
  readonly means: Means
  readonly policy: JudgePolicy
  readonly at: NewFolder
  readonly scratch: string
  readonly progress: Progress
  /** Hears of each kernel when it is done. */
  readonly keep: Keep
  readonly runKernel: RunKernel
}

type JudgedRun = { readonly place: RunPlace; readonly judged: JudgedKernel; readonly suite: Suite }

/** One kernel after the other, each in a folder of its own where there are several. */
async function runAll(order: RunOrder): Promise<readonly (JudgedRun | Unavailable)[]> {
  const { refs, at, scratch, progress, keep } = order
  const folders = refs.length === 1 ? [''] : refFolders(refs)
  const runs: (JudgedRun | Unavailable)[] = []
  for (const [index, ref] of refs.entries()) {
    const place = { ref, folder: folders[index] ?? '' }
    const job = await startJob(join(scratch, `${index}`), progress)
    const one = await unless(refs.length === 1, ref, () => runOne(place, order, job))
    runs.push(one)
    const record = 'why' in one ? one : one.judged.kernel
    keep(kernelLine(record), record)
    // What is half-written of a kernel that failed is no bundle.
    if ('why' in one) await discard(join(at.part, place.folder))
    if (refs.length > 1) await discard(job.work)
  }
  return runs
}

/** What became of a kernel, in one line. */
const kernelLine = (one: Unavailable | KernelResult): string =>
  'why' in one
    ? `${one.ref}: ${one.code}: ${one.why}`
    : `${one.ref} ${one.release}: ${one.agreed} of ${one.programs} programs agree, ${one.diverged} diverge, ${one.known} known, ${one.flaky} flaky, ${one.lost} lost`

const discard = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true })

/** What one kernel ends by, be it a bug of ours, does not take away what others gave; alone it is the error of the run. */
async function unless(
  alone: boolean,
  ref: string,
  work: () => Promise<JudgedRun>,
): Promise<JudgedRun | Unavailable> {
  try {
    return await work()
  } catch (error) {
    if (alone || !(error instanceof Error)) throw error
    if (!(error instanceof ToolError)) return { ref, code: 'E_BUG', why: error.stack ?? error.message }
    if (error.isStop) throw error
    return { ref, code: error.code, why: error.message }
  }
}

/** Runs one kernel and fills its part of the folder of the run. */
async function runOne(place: RunPlace, order: RunOrder, job: Job): Promise<JudgedRun> {
  const { choice, means, policy, at } = order
  const { ref } = place
  const folder = shown(join(at.folder, place.folder))
  const { suite, files, ran, again, ...made } = await order.runKernel({ ref, choice, means, policy }, job)
  const bench: JudgeContext = {
    ...means,
    baseline: policy.baseline ?? [],
    replay: id => replayCommand(join(folder, 'programs', `${id}.json`), ref),
    notes: [],
    seconds: made.seconds,
    suite: shown(made.folder),
    suiteId: files.made.id,
    folder,
  }
  const first = judgeRun(ran, bench)
  const retries = await again(first, policy.retries ?? usualRetries)
  const saved = retries === undefined ? ran : { ...ran, retries }
  const judged = retries === undefined ? first : judgeRun(saved, bench)
  await writeBundle(join(at.part, place.folder), saved, { ...made.remains, findings: judged.findings })
  return { place, judged, suite }
}
