import { join } from 'node:path'
import type { Target } from '../specs/target.js'
import type { Outcome } from '../specs/trace.js'
import { buildSuite } from './build.js'
import { scratchFolder, writeWhole } from './cache.js'
import { checkTarget, type Drawn, writeJson } from './codec.js'
import { ToolError } from './error.js'
import { defaultRef } from './kernel/resolve.js'
import { loadKnown } from './known.js'
import { readObservations, readTarget } from './ktap.js'
import { loadLaws } from './laws.js'
import { type Saved, writeBundle, writePrograms } from './pipeline/bundle.js'
import { placeFolder, writeFiles } from './pipeline/folders.js'
import { type Job, ready, startJob } from './pipeline/job.js'
import { lawOf } from './pipeline/law-of.js'
import type { Machine } from './pipeline/machine.js'
import { observe } from './pipeline/observe.js'
import { outFolder, refFolder, runName, shown } from './pipeline/places.js'
import type { Probed } from './pipeline/probe.js'
import {
  type Choice,
  checkLaws,
  draw,
  placeSuite,
  single,
  suiteFiles,
  suiteFolder,
} from './pipeline/suite.js'
import { type Judged, judgeRun, resultOf } from './pipeline/verdict.js'
import { toolVersions } from './pipeline/versions.js'
import type { Result, Unavailable } from './report/result.js'
import { installTools, missingTools } from './setup.js'
import type { Progress, Suite } from './suite.js'

export { readDrawn, readProgram } from './codec.js'
export { readBundles, readLog } from './pipeline/bundle.js'
export { compareKernels } from './pipeline/compare.js'
export { contrastPage } from './pipeline/contrast/page.js'
export { contrastSides } from './pipeline/contrast.js'
export { fuzz } from './pipeline/fuzz.js'
export { mutateModel, olderThan } from './pipeline/mutation.js'
export { targetName } from './pipeline/places.js'
export { huntMistakes } from './pipeline/planted.js'
export { storedTarget } from './pipeline/probe.js'
export { scenarios } from './pipeline/scenarios.js'
export { targetCalled } from './pipeline/sides.js'
export { mutateDesign } from './pipeline/strength.js'
export { predicted } from './pipeline/suite.js'

/** The kernel that is meant when none is named. */
export const defaultKernel = (progress: Progress): Promise<string> => defaultRef(progress)

/** Sets up what the machine lacks. Error: E_MISSING with the command to type where we may not. */
export const prepare = async (progress: Progress): Promise<void> =>
  installTools(await missingTools(), progress)

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

const replayCommand = (path: string, ref: string): string => `npx landlockstep replay ${path} --kernel ${ref}`

/** Compiles a suite that lies in a folder and runs it. Error: E_TARGET when the kernel is not what the suite was made for. */
async function execute(machine: Machine, { release }: Probed, suite: Suite, folder: string, job: Job) {
  const { times, work, progress } = job
  const binary = await times.time('build', () => buildSuite(folder, progress))
  const packed = await times.time('pack', () => machine.pack(binary, work))
  const observed = await times.time('run', () => observe(machine, packed, suite.tests, work, progress))
  checkTarget(suite.target, readTarget(observed.channel))
  const { ref, sha256, origin } = machine.kernel
  return { suite, ...observed, origin: { ref, sha256, origin, release } }
}

/** A suite that was written, and where. */
export type Generated = { readonly folder: string; readonly suite: Suite }

/** What a suite is for: what a kernel reports, or a target that is known. */
export type For = { readonly ref: string } | { readonly target: Target }

/** Writes a suite. */
export async function generate(of: For, choice: Choice, progress: Progress): Promise<Generated> {
  return scratchFolder(async work => {
    const job = await startJob(work, progress)
    const target = 'target' in of ? of.target : (await ready(of.ref, job)).probed.target
    return generateFor(target, choice, job)
  })
}

async function generateFor(
  target: Target,
  choice: Choice,
  { times, work, progress }: Job,
): Promise<Generated> {
  progress('drawing programs from the laws')
  const suite = await times.time('sample', () => draw(target, choice))
  progress(`writing ${suite.tests.length} programs as C`)
  const folder = suiteFolder(suite, choice)
  await times.time('render', () => placeSuite(suiteFiles(suite), folder, work))
  return { suite, folder }
}

/** What one program gave on a kernel; an op that was not reached has no outcome. */
export type Replayed = Ran & { readonly result: Result; readonly outcomes: readonly Outcome[] }

/** Runs one program of that file on a kernel; nothing is kept. */
export async function replay(drawn: Drawn, file: string, ref: string, progress: Progress): Promise<Replayed> {
  return scratchFolder(async work => {
    const job = await startJob(work, progress)
    const { machine, probed } = await ready(ref, job)
    const { law, spec, notes } = await lawOf(drawn, probed.target)
    const suite = single(probed.target, drawn.program, file, law)
    const folder = join(work, 'suite-of-one')
    await writeFiles(folder, suiteFiles(suite))
    const saved = await execute(machine, probed, suite, folder, job)
    const judged = judgeRun(saved, {
      specs: [spec],
      known: await loadKnown(),
      replay: () => replayCommand(file, ref),
      notes: [...machine.notes, ...notes, ...saved.lost],
      seconds: job.times.seconds,
      suite: '',
      folder: '',
    })
    const [observation] = readObservations(saved.channel).values()
    return { judged, suite, result: resultOf([judged], [suite], ''), outcomes: observation?.outcomes ?? [] }
  })
}

/** Judges saved runs again, without a kernel: the same log gives the same verdict. */
export async function rejudge(saved: readonly Saved[], folder: string): Promise<Result> {
  const [specs, known] = await Promise.all([loadLaws(), loadKnown()])
  const runs = saved.map(one => {
    checkLaws(one.suite, specs, folder)
    checkTarget(one.suite.target, readTarget(one.channel))
    const replay = (id: string, ref: string) => replayCommand(`${folder}/programs/${id}.json`, ref)
    return judgeRun(one, { specs, known, replay, notes: [], seconds: () => ({}), suite: '', folder })
  })
  return resultOf(
    runs,
    saved.map(({ suite }) => suite),
    folder,
  )
}
