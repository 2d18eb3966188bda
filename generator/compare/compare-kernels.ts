import { join } from 'node:path'
import { readObservations, readReports, readTarget } from '../guest/ktap.js'
import { type Observed, observe } from '../guest/observe.js'
import type { Comparison, Side } from '../report/comparison.js'
import { type Job, type Ready, ready, startJob } from '../run/job.js'
import { scratchFolder, writeWhole } from '../shared/cache.js'
import { placeFolder, writeFiles } from '../shared/folders.js'
import { outFolder, runName, shown } from '../shared/paths.js'
import type { Progress } from '../shared/progress.js'
import { buildSuite } from '../suite/build.js'
import { checkTarget, programId, writeJson } from '../suite/codec.js'
import { type Choice, draw, suiteFiles } from '../suite/draw.js'
import { type Compared, compare, type Pair, type Union, union } from './changes.js'
import { inWords, notShown } from './describe-changes.js'

type One = Ready & { readonly job: Job; readonly observed: Observed }

/** Runs the same programs on two kernels and tells what the second does differently; leaves a folder with all that was said. */
export async function compareKernels(
  refs: Pair<string>,
  choice: Choice,
  progress: Progress,
): Promise<Comparison> {
  const folder = join(outFolder, 'runs', runName([`${refs[0]}-to-${refs[1]}`], new Date()))
  return scratchFolder(async scratch => {
    const jobs = await Promise.all(
      refs.map(async (_, index) => startJob(join(scratch, `${index}`), progress)),
    )
    const [jobA, jobB] = jobs as unknown as Pair<Job>
    const [a, b] = [await ready(refs[0], jobA), await ready(refs[1], jobB)]
    progress('drawing programs from the laws')
    const all = await jobA.times.time('sample', async () =>
      union([await draw(a.probed.target, choice), await draw(b.probed.target, choice)]),
    )
    const suiteAt = join(scratch, 'suite')
    await writeFiles(suiteAt, suiteFiles(all.suite))
    const binary = await jobA.times.time('build', () => buildSuite(suiteAt, progress))
    const sides: Pair<One> = [await runOn(a, binary, all, jobA), await runOn(b, binary, all, jobB)]
    const [seenA, seenB] = [sides[0].observed, sides[1].observed]
    const { tests } = all.suite
    const compared = compare(all, [
      readObservations(seenA.channel, tests),
      readObservations(seenB.channel, tests),
    ])
    const comparison = comparisonOf(sides, compared, all, shown(folder))
    await writeFolder(join(scratch, 'bundle'), sides, compared, all, comparison)
    await placeFolder(join(scratch, 'bundle'), folder)
    return comparison
  })
}

/** Error: E_TARGET when the kernel says something else of itself than it did before. */
async function runOn(kernel: Ready, binary: string, { suite }: Union, job: Job): Promise<One> {
  const { times, work, progress } = job
  const packed = await times.time('pack', () => kernel.machine.pack(binary, work))
  const observed = await times.time('run', () => observe(kernel.machine, packed, suite.tests, work, progress))
  checkTarget(kernel.probed.target, readTarget(observed.channel))
  return { ...kernel, job, observed }
}

function sideOf({ machine, probed, job, observed }: One): Side {
  const { ref, origin, sha256 } = machine.kernel
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
    notes: [...machine.notes, ...observed.lost],
    seconds: job.times.seconds(),
  }
}

function comparisonOf(sides: Pair<One>, compared: Compared, all: Union, folder: string): Comparison {
  const kernels: Pair<Side> = [sideOf(sides[0]), sideOf(sides[1])]
  const { programs, same, differ, lost } = compared
  const changes = compared.changes.map(change => inWords(change, all.targets, folder, kernels[1].ref))
  const unseen = notShown(all.targets, compared.changes)
  const isSame = differ === 0 && unseen.length === 0 && kernels.every(({ reports }) => reports.length === 0)
  return {
    verdict: !isSame ? 'differ' : lost > 0 || programs === 0 ? 'incomplete' : 'same',
    seed: all.suite.seed,
    kernels,
    programs,
    same,
    differ,
    lost,
    notRun: all.notRun,
    changes,
    unseen,
    folder,
  }
}

async function writeFolder(
  folder: string,
  sides: Pair<One>,
  { changes }: Compared,
  { suite }: Union,
  comparison: Comparison,
): Promise<void> {
  for (const [index, { observed }] of sides.entries()) {
    const side = index === 0 ? 'a' : 'b'
    await writeFiles(join(folder, side), [
      { path: 'channel.log', content: observed.channel },
      { path: 'console.log', content: observed.console },
    ])
  }
  await writeWhole(join(folder, 'programs.json'), writeJson(suite.tests))
  await writeWhole(join(folder, 'comparison.json'), writeJson(comparison))
  for (const { smallest } of changes) {
    const path = join(folder, 'smallest', `${programId(smallest.program)}.json`)
    await writeWhole(path, writeJson(smallest.program))
  }
}
