import type { Target } from '../../specs/target.js'
import { type Ahead, aheadWhy, isAhead } from '../kernel/tree/ahead.js'
import { scratchFolder } from '../shared/cache.js'
import { totalOf } from '../shared/clock.js'
import type { Progress } from '../shared/progress.js'
import { type Choice, placeSuite, suiteFolder } from '../suite/draw.js'
import { drawn } from '../suite/drawn.js'
import { type SuitePart, shard, withinBudget, without } from '../suite/part.js'
import { renderedFiles } from '../suite/rendered.js'
import type { Suite } from '../suite/suite.js'
import type { SuiteFiles } from '../suite/suite-files.js'
import { type Job, ready, startJob } from './job.js'

/** A suite that was written, as what files, and where. */
export type Generated = SuitePart & { readonly folder: string; readonly files: SuiteFiles }

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
  ahead?: Ahead,
): Promise<Generated> {
  progress('drawing programs from the laws')
  const whole = withoutAhead(await times.time('sample', () => drawn(target, choice)), ahead)
  const part = partOf(whole.suite, choice, times.seconds())
  const { suite } = part
  const leftOut = [...whole.leftOut, ...part.leftOut]
  progress(`writing ${suite.tests.length} programs as C`)
  const folder = suiteFolder(suite, choice)
  return times.time('render', async () => {
    const files = await renderedFiles(suite)
    await placeSuite(files.files, folder, work)
    return { suite, leftOut, files, folder }
  })
}

/** Of what a kernel has and the specs do not know, nobody can say what it should do. */
const withoutAhead = (suite: Suite, ahead: Ahead | undefined): SuitePart =>
  ahead === undefined || ahead.names.length === 0
    ? { suite, leftOut: [] }
    : without(suite, program => isAhead(program, ahead), aheadWhy(ahead))

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
