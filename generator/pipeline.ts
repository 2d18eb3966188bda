import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Program } from '../specs/program.js'
import type { Target } from '../specs/target.js'
import type { Outcome } from '../specs/trace.js'
import { buildGuestTools, buildSuite } from './build.js'
import { scratchFolder, writeWhole } from './cache.js'
import { checkTarget, writeJson } from './codec.js'
import { resolveKernel } from './kernel/resolve.js'
import { loadKnown } from './known.js'
import { readObservations, readTarget } from './ktap.js'
import { loadLaws } from './laws.js'
import { type Saved, writeBundle, writePrograms } from './pipeline/bundle.js'
import { type Clock, clock } from './pipeline/clock.js'
import { placeFolder, writeFiles } from './pipeline/folders.js'
import { guest, type Machine, native, type Tools } from './pipeline/machine.js'
import { observe } from './pipeline/observe.js'
import { outFolder, refFolder, runName, shown } from './pipeline/places.js'
import { type Probed, probe } from './pipeline/probe.js'
import {
  type Choice,
  checkLaws,
  draw,
  placeSuite,
  replayLaw,
  single,
  suiteFiles,
  suiteFolder,
} from './pipeline/suite.js'
import { type Judged, judgeRun, resultOf } from './pipeline/verdict.js'
import { toolVersions } from './pipeline/versions.js'
import type { Result } from './report/result.js'
import { installTools, missingTools } from './setup.js'
import type { Progress, Suite } from './suite.js'

/** A suite that was written: where, and for what. */
export type Generated = { readonly folder: string; readonly suite: Suite }

/** Sets up what the machine lacks. Error: E_MISSING with the command to type where we may not. */
export const prepare = async (progress: Progress): Promise<void> =>
  installTools(await missingTools(), progress)

/** The main job, kernel by kernel: resolve, probe, sample, render, build, boot, judge; leaves a run folder. */
export async function run(refs: readonly string[], choice: Choice, progress: Progress): Promise<Result> {
  const folder = join(outFolder, 'runs', runName(refs, new Date()))
  return scratchFolder(async scratch => {
    const bundle = join(scratch, 'bundle')
    const runs: Ran[] = []
    for (const [index, ref] of refs.entries()) {
      const inside = refs.length === 1 ? '' : refFolder(ref)
      const rooms = {
        bundle: join(bundle, inside),
        folder: join(folder, inside),
        work: join(scratch, `${index}`),
      }
      runs.push(await runOne(ref, choice, rooms, progress))
    }
    const result = resultOf(
      runs.map(({ judged }) => judged),
      runs.map(({ suite }) => suite),
      shown(folder),
    )
    await writeWhole(join(bundle, 'result.json'), writeJson(result))
    await placeFolder(bundle, folder)
    return result
  })
}

type Ran = { readonly judged: Judged; readonly suite: Suite }

/** Where things go: `bundle` is filled, and becomes `folder` once it is whole; `work` is thrown away. */
type Rooms = { readonly bundle: string; readonly folder: string; readonly work: string }

async function runOne(ref: string, choice: Choice, rooms: Rooms, progress: Progress): Promise<Ran> {
  const times = clock()
  await mkdir(rooms.work, { recursive: true })
  const { machine, probed } = await ready(ref, times, rooms.work, progress)
  const { suite, folder } = await generateFor(probed.target, choice, times, rooms.work, progress)
  const saved = await execute(machine, probed, suite, folder, times, rooms.work, progress)
  const judged = judgeRun(saved, {
    specs: await loadLaws(),
    known: await loadKnown(),
    replay: id =>
      `npx landlockstep replay ${shown(join(rooms.folder, 'programs', `${id}.json`))} --kernel ${ref}`,
    notes: [...machine.notes, ...saved.lost],
    seconds: times.seconds,
    suite: shown(folder),
    folder: shown(rooms.folder),
  })
  await writeBundle(rooms.bundle, saved, await toolVersions(ref), machine.kernel.config, rooms.work)
  await writePrograms(rooms.bundle, judged.findings)
  return { judged, suite }
}

/** Compiles a suite that lies in a folder and runs it. Error: E_TARGET when the kernel is not what the suite was made for. */
async function execute(
  machine: Machine,
  { release }: Probed,
  suite: Suite,
  folder: string,
  times: Clock,
  work: string,
  progress: Progress,
) {
  const binary = await times.time('build', () => buildSuite(folder, progress))
  const packed = await times.time('pack', () => machine.pack(binary, work))
  const observed = await times.time('run', () => observe(machine, packed, suite.tests, work, progress))
  checkTarget(suite.target, readTarget(observed.channel))
  const { ref, sha256, origin } = machine.kernel
  return { suite, ...observed, origin: { ref, sha256, origin, release } }
}

type Ready = { readonly machine: Machine; readonly tools: Tools; readonly probed: Probed }

/** Finds the kernel, builds what a guest needs, and asks the kernel what it is. */
async function ready(ref: string, times: Clock, work: string, progress: Progress): Promise<Ready> {
  const kernel = await times.time('kernel', () => resolveKernel(ref, progress))
  const tools = await times.time('tools', () => buildGuestTools(progress))
  progress(`asking ${ref} what it is`)
  return times.time('probe', async () => {
    const machine = kernel.image === '' ? native(kernel, tools) : await guest(kernel, tools, work)
    return { machine, tools, probed: await probe(machine, tools, work) }
  })
}

/** Writes the suite for what a kernel reports, or for a stored target. */
export async function generate(of: { ref: string } | { target: Target }, choice: Choice, progress: Progress) {
  return scratchFolder(async (work): Promise<Generated> => {
    const times = clock()
    const target = 'target' in of ? of.target : (await ready(of.ref, times, work, progress)).probed.target
    return generateFor(target, choice, times, work, progress)
  })
}

async function generateFor(target: Target, choice: Choice, times: Clock, work: string, progress: Progress) {
  progress('drawing programs from the laws')
  const suite = await times.time('sample', () => draw(target, choice))
  progress(`writing ${suite.tests.length} programs as C`)
  const folder = suiteFolder(suite, choice)
  await times.time('render', () => placeSuite(suiteFiles(suite), folder, work))
  return { suite, folder }
}

/** Runs one program on a kernel; the suite and the log are not kept. */
export async function replay(
  program: Program,
  place: string,
  ref: string,
  progress: Progress,
): Promise<Replayed> {
  return scratchFolder(async work => {
    const times = clock()
    const { machine, probed } = await ready(ref, times, work, progress)
    const suite = single(probed.target, program, place)
    const folder = join(work, 'suite-of-one')
    await writeFiles(folder, suiteFiles(suite))
    const saved = await execute(machine, probed, suite, folder, times, work, progress)
    const judged = judgeRun(saved, {
      specs: [replayLaw],
      known: await loadKnown(),
      replay: () => `npx landlockstep replay ${place} --kernel ${ref}`,
      notes: [...machine.notes, ...saved.lost],
      seconds: times.seconds,
      suite: '',
      folder: '',
    })
    return { result: resultOf([judged], [suite], ''), suite, outcomes: outcomesOf(saved.channel) }
  })
}

/** What one program gave on a kernel; an op that was not reached has no outcome. */
export type Replayed = {
  readonly result: Result
  readonly suite: Suite
  readonly outcomes: readonly Outcome[]
}

const outcomesOf = (channel: string): readonly Outcome[] =>
  [...readObservations(channel).values()][0]?.outcomes ?? []

/** Judges saved runs again, without a kernel: the same log gives the same verdict. */
export async function rejudge(saved: readonly Saved[], folder: string): Promise<Result> {
  const [specs, known] = await Promise.all([loadLaws(), loadKnown()])
  const runs = saved.map(one => {
    checkLaws(one.suite, specs, folder)
    checkTarget(one.suite.target, readTarget(one.channel))
    return judgeRun(one, {
      specs,
      known,
      replay: (id, { ref }) => `npx landlockstep replay ${folder}/programs/${id}.json --kernel ${ref}`,
      notes: [],
      seconds: () => ({}),
      suite: '',
      folder,
    })
  })
  return resultOf(
    runs,
    saved.map(({ suite }) => suite),
    folder,
  )
}
