import { join } from 'node:path'
import { readObservations, readReports } from '../guest/ktap.js'
import { manifestPath } from '../judge/bundle.js'
import { hashesOf } from '../judge/hashes.js'
import { recordJson } from '../judge/result-json.js'
import { parseRef } from '../kernel/ref.js'
import { programsOf, sha256Of } from '../kernel/resolve.js'
import type { Comparison, Side } from '../report/comparison-result.js'
import { comparisonPath } from '../report/read-sealed.js'
import { type Job, type Ready, ready, startJob } from '../run/job.js'
import { scratchFolder, writeWhole } from '../shared/cache.js'
import { type NewFolder, newFolder, writeFiles } from '../shared/folders.js'
import { outFolder, runName, shown } from '../shared/paths.js'
import type { Progress } from '../shared/progress.js'
import { type BuiltSuite, buildSuite } from '../suite/build-suite.js'
import { programId, writeJson } from '../suite/codec.js'
import { type Choice, checkChoice, draw } from '../suite/draw.js'
import { suiteFiles } from '../suite/suite-files.js'
import type { Made } from '../suite/suite-json.js'
import { type Compared, compare, type Pair, type Union, union } from './changes.js'
import { describeChange, notShown } from './describe-changes.js'
import { both } from './pair.js'
import { type ObservedKernel, runSide } from './run-side.js'

/** Runs the same programs on two kernels and tells what the second does differently; leaves a folder with all that was said. */
export async function compareKernels(
  refs: Pair<string>,
  choice: Choice,
  progress: Progress,
): Promise<Comparison> {
  for (const ref of refs) parseRef(ref)
  await checkChoice(choice)
  const name = runName([`${refs[0]}-to-${refs[1]}`], new Date())
  return newFolder(join(outFolder, 'runs'), name, async at =>
    scratchFolder(async scratch => compareInto(at, { refs, choice, scratch, progress })),
  )
}

/** Which kernels, by which programs, and where they are worked on. */
type CompareOrder = {
  readonly refs: Pair<string>
  readonly choice: Choice
  readonly scratch: string
  readonly progress: Progress
}

async function compareInto(
  { part, folder }: NewFolder,
  { refs, choice, scratch, progress }: CompareOrder,
): Promise<Comparison> {
  const start = async (index: number): Promise<Job> => startJob(join(scratch, `${index}`), progress)
  const [jobA, jobB]: Pair<Job> = [await start(0), await start(1)]
  const [a, b] = [await ready(refs[0], jobA), await ready(refs[1], jobB)]
  progress('drawing programs from the laws')
  const all = await jobA.times.time('sample', async () =>
    union([await draw(a.probed.target, choice), await draw(b.probed.target, choice)]),
  )
  const { made, files } = suiteFiles(all.suite)
  const build = (of: Ready, { times, work }: Job): Promise<BuiltSuite> =>
    times.time('build', () => buildSuite({ made, files }, work, progress, programsOf(of.machine.kernel)))
  const built = await build(a, jobA)
  const isAlike = programsOf(a.machine.kernel) === programsOf(b.machine.kernel)
  const { tests } = all.suite
  const kernelsRun: Pair<ObservedKernel> = [
    await runSide(a, built, tests, jobA),
    await runSide(b, isAlike ? built : await build(b, jobB), tests, jobB),
  ]
  const compared = compare(
    all,
    both(kernelsRun, ({ observed }) => readObservations(observed.channel, tests)),
  )
  const comparison = comparisonOf(kernelsRun, compared, all, shown(folder))
  await writeFolder(part, { kernelsRun, compared, all, made, comparison })
  return comparison
}

function sideOf({ machine, probed, job, observed }: ObservedKernel): Side {
  const { ref, origin } = machine.kernel
  const sha256 = sha256Of(machine.kernel)
  const { abi, errata, behaviours } = probed.target
  return {
    ref,
    origin,
    release: probed.release,
    sha256,
    abi,
    errata,
    behaviours,
    reports: readReports(observed.console),
    missing: observed.lost,
    notes: [...machine.notes, ...observed.notes],
    seconds: job.times.seconds(),
  }
}

function comparisonOf(
  kernelsRun: Pair<ObservedKernel>,
  compared: Compared,
  all: Union,
  folder: string,
): Comparison {
  const kernels: Pair<Side> = [sideOf(kernelsRun[0]), sideOf(kernelsRun[1])]
  const { programs, same, differ, lost, laws } = compared
  const changes = compared.changes.map(change => describeChange(change, all.targets, folder, kernels[1].ref))
  const unseen = notShown(all.targets, compared.changes)
  const isWhole = programs > 0 && lost === 0 && kernels.every(({ missing }) => missing.length === 0)
  const isSame = differ === 0 && unseen.length === 0 && kernels.every(({ reports }) => reports.length === 0)
  return {
    verdict: !isSame ? 'differ' : isWhole ? 'same' : 'incomplete',
    seed: all.suite.seed,
    judgedAt: new Date().toISOString(),
    kernels,
    programs,
    same,
    differ,
    lost,
    notRun: all.notRun,
    laws,
    changes,
    unseen,
    folder,
  }
}

/** All that a comparison's folder keeps. */
type ComparedKernels = {
  readonly kernelsRun: Pair<ObservedKernel>
  readonly compared: Compared
  readonly all: Union
  readonly made: Made
  readonly comparison: Comparison
}

async function writeFolder(
  folder: string,
  { kernelsRun, compared: { changes }, all: { suite, targets }, made, comparison }: ComparedKernels,
): Promise<void> {
  for (const [index, { observed }] of kernelsRun.entries()) {
    const side = index === 0 ? 'a' : 'b'
    await writeFiles(join(folder, side), [
      { path: 'channel.log', content: observed.channel },
      { path: 'console.log', content: observed.console },
    ])
  }
  await writeWhole(join(folder, 'programs.json'), writeJson(suite.tests))
  await writeWhole(join(folder, comparisonPath), recordJson(comparison))
  for (const { smallest } of changes) {
    const path = join(folder, 'smallest', `${programId(smallest.program)}.json`)
    await writeWhole(path, writeJson(smallest.program))
  }
  const { seed, kernels } = comparison
  const refs = kernels.map(({ ref, release, sha256 }) => ({ ref, release, sha256 }))
  const manifest = { seed, kernels: refs, targets, suite: made, files: await hashesOf(folder) }
  await writeWhole(join(folder, manifestPath), writeJson(manifest))
}
