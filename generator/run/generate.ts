import type { Target } from '../../specs/target.js'
import { scratchFolder } from '../shared/cache.js'
import { totalOf } from '../shared/clock.js'
import type { Progress } from '../shared/progress.js'
import { type Choice, draw, placeSuite, suiteFolder } from '../suite/draw.js'
import { type SuitePart, shard, withinBudget } from '../suite/part.js'
import type { Suite } from '../suite/suite.js'
import { type SuiteFiles, suiteFiles } from '../suite/suite-files.js'
import { type Job, ready, startJob } from './job.js'

/** A suite that was written, as what files, and where. */
type Generated = SuitePart & { readonly folder: string; readonly files: SuiteFiles }

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

/** Draws the suite of a target, and writes it where it can be read; what runs is built elsewhere. */
export async function generateFor(
  target: Target,
  choice: Choice,
  { times, work, progress }: Job,
): Promise<Generated> {
  progress('drawing programs from the laws')
  const whole = await times.time('sample', () => draw(target, choice))
  const { suite, leftOut } = partOf(whole, choice, times.seconds())
  progress(`writing ${suite.tests.length} programs as C`)
  const folder = suiteFolder(suite, choice)
  return times.time('render', async () => {
    const files = suiteFiles(suite)
    await placeSuite(files.files, folder, work)
    return { suite, leftOut, files, folder }
  })
}

/** Drawing a program took so long where a suite of them was measured; where it takes longer, so does all that comes. */
const secondsToDraw = 5.2 / 4170

/** To compile what every suite has, to boot and to judge takes so long there whatever runs. */
const secondsAnyway = 5

/** The part of a suite that is asked for, after the stages that took so long. */
function partOf(
  whole: Suite,
  { shard: asked, budget }: Choice,
  seconds: Readonly<Record<string, number>>,
): SuitePart {
  const part = asked === undefined ? { suite: whole, leftOut: [] } : shard(whole, asked)
  if (budget === undefined) return part
  const pace = Math.max(1, (seconds.sample ?? 0) / (secondsToDraw * whole.tests.length))
  const { suite, leftOut } = withinBudget(
    part.suite,
    budget - totalOf(seconds) - secondsAnyway * pace,
    pace,
    `--budget ${budget}s`,
  )
  return { suite, leftOut: [...part.leftOut, ...leftOut] }
}
