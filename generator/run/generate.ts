import type { Target } from '../../specs/target.js'
import { scratchFolder } from '../shared/cache.js'
import type { Progress } from '../shared/progress.js'
import { type Choice, draw, placeSuite, suiteFolder } from '../suite/draw.js'
import type { Suite } from '../suite/suite.js'
import { type SuiteFiles, suiteFiles } from '../suite/suite-files.js'
import { type Job, ready, startJob } from './job.js'

/** A suite that was written, as what files, and where. */
type Generated = { readonly folder: string; readonly suite: Suite; readonly files: SuiteFiles }

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
  const suite = await times.time('sample', () => draw(target, choice))
  progress(`writing ${suite.tests.length} programs as C`)
  const folder = suiteFolder(suite, choice)
  return times.time('render', async () => {
    const files = suiteFiles(suite)
    await placeSuite(files.files, folder, work)
    return { suite, files, folder }
  })
}
