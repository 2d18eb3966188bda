import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { countsIn } from '../coverage/kernel/counts.js'
import { type GcovReport, readGcov } from '../coverage/kernel/gcov.js'
import { sumCounts } from '../coverage/kernel/lines.js'
import { runAllUpstream } from '../coverage/upstream/watch.js'
import { gcovNotes } from '../kernel/build/gcov-notes.js'
import { type ImageKernel, imageOf } from '../kernel/resolve.js'
import { selftestsFor } from '../kernel/selftests.js'
import type { KernelCoverage } from '../report/kernel-coverage.js'
import { scratchFolder } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import type { Progress } from '../shared/progress.js'
import { buildGuestTools } from '../suite/build.js'
import type { Choice } from '../suite/draw.js'
import { executeSuite } from './execute.js'
import { generateFor } from './generate.js'
import { ready, startJob } from './job.js'

/** What is measured. */
const measured = 'security/landlock'

/**
 * Runs the suite, and upstream's own tests, on a kernel that counts, and tells which of Landlock's lines each of them reached.
 * Errors: those of a run, E_SELFTESTS, E_GCOV, E_GUEST for a guest that was lost, E_USAGE for a kernel that does not count.
 */
export async function coverKernel(ref: string, choice: Choice, progress: Progress): Promise<KernelCoverage> {
  const selftests = await selftestsFor(ref, progress)
  return scratchFolder(async scratch => {
    const job = await startJob(join(scratch, 'job'), progress)
    const there = await ready(ref, job)
    const { target, release } = there.probed
    const kernel = imageOf(there.machine.kernel)
    const notes = notesOf(kernel)
    const { suite, files } = await generateFor(target, choice, job)
    const { channel, lost } = await executeSuite(there, { suite, files }, job)
    if (lost.length > 0) throw incomplete(lost.join('; '))
    const tools = await buildGuestTools(progress)
    const printed = await runAllUpstream({ kernel, tools, selftests, scratch }, progress)
    progress('reading what the kernel counted')
    const ours = await reportOf(notes, channel)
    const upstream = await reportOf(notes, printed)
    return {
      ...{ release, compiler: ours.compiler, programs: suite.tests.length, folder: measured },
      ...{ source: selftests.origin, totals: totalsOf(printed) },
      ours: sumCounts(ours.files, measured),
      upstream: sumCounts(upstream.files, measured),
      both: sumCounts([...ours.files, ...upstream.files], measured),
    }
  })
}

/** What each of upstream's programs said of its tests. Error: E_GUEST for one that did not come to its end. */
function totalsOf(printed: string): readonly string[] {
  const [, ...parts] = printed.split(/^# trace (?=\w+_test)/m)
  return parts.map(text => {
    const [name = ''] = text.split(/\s/, 1)
    const totals = /^# Totals: (.*?)\r?$/m.exec(text)?.[1]
    if (totals === undefined) throw incomplete(`upstream's ${name} did not come to its end`)
    return `${name} ${totals}`
  })
}

function notesOf({ image, ref }: ImageKernel): string {
  const notes = join(dirname(image), gcovNotes)
  if (existsSync(notes)) return notes
  throw new ToolError(
    'E_USAGE',
    `${ref} does not count which of its lines run; take lab+gcov, or a tree with --instruments gcov.`,
  )
}

/** What all guests of a run counted. */
async function reportOf(notes: string, channel: string): Promise<GcovReport> {
  const counts = countsIn(channel)
  if (counts.length === 0) throw incomplete('no guest told what its kernel counted')
  const reports: GcovReport[] = []
  for (const data of counts) reports.push(await readGcov(notes, data))
  return { compiler: reports[0]?.compiler ?? '', files: reports.flatMap(({ files }) => files) }
}

const incomplete = (why: string): ToolError =>
  new ToolError('E_GUEST', `What a lost guest counted is lost, so there are no figures; run again. (${why})`)
