import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { namedDesigns } from '../../specs/designs/choices.js'
import type { Choices } from '../../specs/designs/decisions.js'
import { type Mistake, mistakesFor } from '../../specs/designs/mistake.js'
import { targetName } from '../../specs/target.js'
import { guest, type Machine } from '../guest/machine.js'
import { observe } from '../guest/observe.js'
import { mistakenKernel } from '../kernel/lab/kernel.js'
import type { ImageKernel } from '../kernel/resolve.js'
import { type MutationResult, mutationVerdict, type TriedMistake } from '../report/mutation-result.js'
import { type Job, ready, startJob } from '../run/job.js'
import { loadMeans } from '../run/means.js'
import { scratchFolder } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import type { Keep } from '../shared/ledger.js'
import type { Progress } from '../shared/progress.js'
import { buildGuestTools } from '../suite/build.js'
import { type BuiltSuite, buildSuite } from '../suite/build-suite.js'
import { draw } from '../suite/draw.js'
import { suiteFiles } from '../suite/suite-files.js'
import { mistakesOf } from './design-mistakes.js'
import { type Detection, type Detector, detect } from './detect.js'
import { type Untried, unlessUntried } from './untried.js'

/** What every mistake is tried with. */
type Trials = Detector & {
  readonly design: string
  readonly choices: Choices
  readonly ref: string
  readonly built: BuiltSuite
}

/**
 * Plants one mistake after the other into the kernel code of a design, and runs the design's laws and the scenarios on each,
 * as predicted for the kernel without a mistake. Errors: E_DESIGN, E_USAGE, E_BASELINE, those of a kernel.
 */
export async function mutateDesign(
  design: string,
  only: readonly string[] | undefined,
  { seed, keep }: { readonly seed: number; readonly keep: Keep },
  progress: Progress,
): Promise<MutationResult> {
  const { name, choices } = designIn(design)
  const mistakes = await mistakesOf(name, only, choices)
  return scratchFolder(async scratch => {
    const trials = await prepareTrials(design, seed, scratch, progress)
    const tried: TriedMistake[] = []
    for await (const built of builds(mistakes, trials, scratch, progress)) {
      const caught = tried.filter(({ verdict }) => verdict === 'caught').length
      const at = `${built.mistake.name}, ${tried.length + 1} of ${mistakes.length} (${caught} caught)`
      const trial = await tryMistake(built, trials, (text, counted) => progress(`${at}: ${text}`, counted))
      keep(`${trial.name}: ${trial.verdict}`, trial)
      tried.push(trial)
    }
    const stale = mistakes.flatMap(({ name, equivalent }, index) =>
      equivalent !== undefined && tried[index]?.verdict === 'caught' ? [name] : [],
    )
    return {
      verdict: mutationVerdict({ mistakes: tried, stale }),
      ...{ into: 'design', what: trials.ref, design, targets: [targetName(trials.suite.target)], seed },
      judgedAt: new Date().toISOString(),
      programs: trials.suite.tests.length,
      laws: trials.suite.laws.length,
      ...{ mistakes: tried, stale },
    }
  })
}

/** Draws and compiles the programs, and makes sure that they agree where there is no mistake. Error: E_BASELINE. */
async function prepareTrials(
  design: string,
  seed: number,
  scratch: string,
  progress: Progress,
): Promise<Trials> {
  const ref = `lab/${mistakesFor}:${design}`
  const means = await loadMeans()
  const job = await startJob(join(scratch, 'baseline'), progress)
  const { machine, probed } = await ready(ref, job)
  progress('drawing programs from the laws')
  const suite = await draw(probed.target, { seed, folders: foldersOf(designIn(design).name) })
  const built = await buildSuite(suiteFiles(suite), scratch, progress)
  const { name, choices } = designIn(design)
  const trials = { ...means, design: name, choices, ref, built, suite }
  const { by } = await runOn(machine, trials, job)
  if (by.length > 0) throw baseline(ref, by)
  return trials
}

/** One design with what is chosen of it. Error: E_DESIGN. */
function designIn(text: string): { readonly name: string; readonly choices: Choices } {
  const read = namedDesigns(text)
  if ('wrong' in read) throw new ToolError('E_DESIGN', `${JSON.stringify(text)} is no design: ${read.wrong}`)
  const [name = text] = read.names
  return { name, choices: read.choices }
}

const foldersOf = (design: string): readonly string[] => [
  `designs/${design}/laws`,
  'designs/common/laws',
  'scenarios',
]

const baseline = (ref: string, by: readonly string[]): ToolError =>
  new ToolError(
    'E_BASELINE',
    `The programs do not agree on ${ref}, which has no mistake planted, so they cannot tell one: correct first what is below.`,
    { output: by.slice(0, 20).join('\n') },
  )

/** One guest is enough to tell, so a lost one is not followed by another. */
async function runOn(machine: Machine, trials: Trials, { work, progress }: Job): Promise<Detection> {
  const { built, suite } = trials
  const packed = await machine.pack(built.binary, work)
  const observable = { id: built.id, tests: suite.tests }
  return detect(
    await observe({ machine, packed, ...observable, folder: work, progress }, { most: 1 }),
    trials,
  )
}

/** A kernel with a mistake in it, or why there is none, in a folder of its own that is thrown away. */
type Build = { readonly mistake: Mistake; readonly job: Job; readonly kernel: ImageKernel | Untried }

/** The kernels with one mistake each, in order; while one is tried, the next one is built. */
async function* builds(
  mistakes: readonly Mistake[],
  trials: Trials,
  scratch: string,
  progress: Progress,
): AsyncGenerator<Build> {
  const started = (index: number): Promise<Build> | undefined => {
    const mistake = mistakes[index]
    if (mistake === undefined) return undefined
    const building = build(mistake, trials, join(scratch, mistake.name), progress)
    /* Whoever waits for it later is told. */
    building.catch(() => undefined)
    return building
  }
  let next = started(0)
  try {
    for (let index = 1; next !== undefined; index += 1) {
      const built: Build = await next
      next = started(index)
      yield built
      await rm(built.job.work, { recursive: true })
    }
  } finally {
    await Promise.allSettled([next])
  }
}

async function build(
  mistake: Mistake,
  { ref, design, choices }: Trials,
  folder: string,
  progress: Progress,
): Promise<Build> {
  const job = await startJob(folder, (text, counted) =>
    progress(`building ${mistake.name}: ${text}`, counted),
  )
  const order = { prefix: mistakesFor, designs: [design], choices }
  const out = join(folder, 'kernel')
  await mkdir(out)
  const kernel = await job.times.time('build', () =>
    unlessUntried(() => mistakenKernel(ref, order, { mistakes: [mistake], out }, job.progress)),
  )
  return { mistake, job, kernel }
}

/** Boots a kernel with a mistake, and tells what noticed it. */
async function tryMistake(
  { mistake, job, kernel }: Build,
  trials: Trials,
  progress: Progress,
): Promise<TriedMistake> {
  const { times, work } = job
  const run = async (kernel: ImageKernel): Promise<Detection> =>
    runOn(await guest(kernel, await buildGuestTools(progress), work), trials, { ...job, progress })
  const found =
    'verdict' in kernel ? kernel : await times.time('run', async () => unlessUntried(async () => run(kernel)))
  const { name, why: says, file: place } = mistake
  const { verdict, by, programs } = judged(mistake, found)
  return { name, place, says, verdict, by, clauses: [], programs, seconds: times.seconds() }
}

function judged(
  { equivalent }: Mistake,
  found: Detection | Untried,
): Pick<TriedMistake, 'verdict' | 'by'> & { readonly programs: number } {
  if ('verdict' in found) return { verdict: found.verdict, by: found.by, programs: 0 }
  if (found.by.length > 0) return { verdict: 'caught', ...found }
  if (equivalent === undefined) return { verdict: 'survived', ...found }
  return { verdict: 'equivalent', by: [equivalent], programs: 0 }
}
