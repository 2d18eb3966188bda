import { join } from 'node:path'
import { writeBundle, writePrograms } from '../judge/bundle.js'
import { loadKnown } from '../judge/known.js'
import type { Result, Unavailable } from '../judge/result.js'
import { type Judged, judgeRun, resultOf } from '../judge/verdict.js'
import { scratchFolder, writeWhole } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { placeFolder } from '../shared/folders.js'
import { outFolder, refFolder, runName, shown } from '../shared/paths.js'
import type { Progress } from '../shared/progress.js'
import { writeJson } from '../suite/codec.js'
import type { Choice } from '../suite/draw.js'
import { loadLaws } from '../suite/laws.js'
import type { Suite } from '../suite/suite.js'
import { execute, replayCommand } from './execute.js'
import { generateFor } from './generate.js'
import { type Job, ready, startJob } from './job.js'
import { toolVersions } from './versions.js'

/** The main job, kernel by kernel: resolve, probe, sample, render, build, boot, judge; leaves a run folder, whole or not at all. */
export async function run(refs: readonly string[], choice: Choice, progress: Progress): Promise<Result> {
  const folder = join(outFolder, 'runs', runName(refs, new Date()))
  return scratchFolder(async scratch => {
    const bundle = join(scratch, 'bundle')
    const runs: Ran[] = []
    const unavailable: Unavailable[] = []
    for (const [index, ref] of refs.entries()) {
      const inside = refs.length === 1 ? '' : refFolder(ref)
      const job = await startJob(join(scratch, `${index}`), progress)
      const one = await unless(refs.length === 1, ref, () =>
        runOne(ref, choice, join(bundle, inside), join(folder, inside), job),
      )
      if ('why' in one) unavailable.push(one)
      else runs.push(one)
    }
    const result = resultOf(
      runs.map(({ judged }) => judged),
      runs.map(({ suite }) => suite),
      shown(folder),
      unavailable,
    )
    await writeWhole(join(bundle, 'result.json'), writeJson(result))
    await placeFolder(bundle, folder)
    return result
  })
}

/** One kernel that cannot be had or does not answer does not keep the others from running; alone it does. */
async function unless(alone: boolean, ref: string, work: () => Promise<Ran>): Promise<Ran | Unavailable> {
  try {
    return await work()
  } catch (error) {
    if (alone || !(error instanceof ToolError) || !mayDiffer.includes(error.code)) throw error
    return { ref, code: error.code, why: error.message }
  }
}

/** Errors that are about one kernel; others, such as a full disk, would come again with the next. */
const mayDiffer = [
  'E_KERNEL',
  'E_DESIGN',
  'E_PATCH',
  'E_CONFIG',
  'E_BUILD',
  'E_NETWORK',
  'E_SIGNATURE',
  'E_NOT_DEBIAN',
  'E_GUEST',
  'E_NO_LANDLOCK',
  'E_TARGET',
  'E_CHANNEL',
]

type Ran = { readonly judged: Judged; readonly suite: Suite }

/** Runs one kernel and fills `bundle`, which will be `folder` once everything is done. */
async function runOne(ref: string, choice: Choice, bundle: string, folder: string, job: Job): Promise<Ran> {
  const { machine, probed } = await ready(ref, job)
  const { suite, folder: suiteAt } = await generateFor(probed.target, choice, job)
  const saved = await execute(machine, probed, suite, suiteAt, job)
  const judged = judgeRun(saved, {
    specs: await loadLaws(),
    known: await loadKnown(),
    replay: id => replayCommand(join(shown(folder), 'programs', `${id}.json`), ref),
    notes: [...machine.notes, ...saved.lost],
    seconds: job.times.seconds,
    suite: shown(suiteAt),
    folder: shown(folder),
  })
  await writeBundle(bundle, saved, await toolVersions(ref), machine.kernel.config, job.work)
  await writePrograms(bundle, judged.findings)
  return { judged, suite }
}
