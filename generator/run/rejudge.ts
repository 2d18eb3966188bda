import { join } from 'node:path'
import { checkSuiteId, hasReport, readRelease, readTarget } from '../guest/ktap.js'
import { programPath, writeProgram } from '../judge/bundle.js'
import { byModelOfNow } from '../judge/model-of-now.js'
import type { ReadRun, SavedIn } from '../judge/read-run.js'
import type { Result } from '../judge/result.js'
import { type JudgedKernel, judgeRun, resultOf } from '../judge/verdict.js'
import { ToolError } from '../shared/error.js'
import { outFolder, shown, specsNotes } from '../shared/paths.js'
import { checkTarget } from '../suite/codec.js'
import { checkLaws } from '../suite/draw.js'
import type { Suite } from '../suite/suite.js'
import { replayCommand } from './execute.js'
import { type JudgePolicy, loadMeans, type Means } from './means.js'

/** Where the programs of findings stand that the run itself did not have. */
const rejudgedFolder = join(outFolder, 'rejudged')

/** Judges a saved run again, without a kernel and by the model of now. Errors: E_SUITE, E_TARGET, E_KNOWN, E_DISK. */
export async function rejudge(
  { kernels, unavailable }: ReadRun,
  folder: string,
  { baseline = [], failOn = 'incomplete' }: JudgePolicy = {},
): Promise<Result> {
  const means = { ...(await loadMeans()), baseline }
  const again = kernels.map(one => ({ ...judgeAgain(one, means, folder), one }))
  for (const { judged, one } of again) await writeNew(judged, one)
  return resultOf(
    again.map(({ judged }) => judged),
    again.map(({ suite }) => suite),
    { folder, judgedAt: new Date(), unavailable, failOn },
  )
}

function judgeAgain(one: SavedIn, means: Means, folder: string): { judged: JudgedKernel; suite: Suite } {
  checkSuiteId(one.channel, one.made.id)
  checkLaws(one.suite, means.specs, folder)
  // A kernel that broke down before it said what it is has a verdict, too.
  if (hasReport(one.channel)) checkKernel(one)
  const { suite, unsaid, notes } = byModelOfNow(one.suite)
  const judged = judgeRun(
    { ...one, suite },
    {
      ...means,
      replay: (id, ref) => replayCommand(shown(pathOf(one, id)), ref),
      notes: [...specsNotes().filter(note => !one.notes.includes(note)), ...notes],
      seconds: () => ({}),
      suite: '',
      suiteId: one.made.id,
      folder,
      ran: one.suite.tests,
      unsaid,
    },
  )
  return { judged, suite }
}

function checkKernel({ suite, channel, origin: { ref, release } }: SavedIn): void {
  checkTarget(suite.target, readTarget(channel))
  const said = readRelease(channel)
  if (said === release) return
  throw new ToolError(
    'E_TARGET',
    `The log is of a kernel ${said}, and ${ref} was ${release} when it ran: nothing can be said of it; run again.`,
  )
}

/** The run left the programs of its own findings; others are written now. */
const pathOf = ({ folder, files }: SavedIn, id: string): string =>
  join(files.includes(programPath(id)) ? folder : rejudgedFolder, programPath(id))

async function writeNew({ findings }: JudgedKernel, { files }: SavedIn): Promise<void> {
  const others = findings.filter(({ program }) => !files.includes(programPath(program)))
  for (const one of others) await writeProgram(rejudgedFolder, one)
}
