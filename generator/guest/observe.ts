import { join } from 'node:path'
import { isRace } from '../../specs/program.js'
import { ToolError } from '../shared/error.js'
import type { Progress } from '../shared/progress.js'
import type { Test } from '../suite/suite.js'
import type { GuestRun, Observed } from './course.js'
import { confirmHangs } from './hangs.js'
import { checkSuiteId, hasReport, readReports, withBoot } from './ktap.js'
import { lastBegun, lossOf } from './loss.js'
import type { Machine, StartOptions } from './machine.js'
import type { BootResult } from './qemu.js'

/** So many guests may be lost in one run; what was not reached by then stays missing. */
const maxBoots = 10

/** The tests of a suite, and the id that its program prints. */
type Observable = { readonly id: string; readonly tests: readonly Test[] }

/** So many of these may have a wrong clock, which then is no accident. */
const maxClocks = 3

/** A guest may take so long to come to its first test, and so much longer for each. */
const deadlineMs = { boot: 120_000, test: 200 }

/** A test that takes longer hangs, or runs on a busy machine: it is run again, with more patience. */
const firstPatience = 3

/** So many tests may hang, and so many more of all that ran; then the rest is not waited for. */
const hangBudget = { tests: 5, share: 0.01 }

/**
 * Runs the suite; where the guest is lost, a fresh one goes on with the test after the lost one. What hangs is run again in a fresh guest
 * of its own, unless there may be but one. Errors: E_GUEST if no guest came as far as to say what it is, E_SUITE when it was another suite
 * that ran.
 */
export async function observe(
  machine: Machine,
  packed: string,
  { id, tests }: Observable,
  folder: string,
  progress: Progress,
  most = maxBoots,
): Promise<Observed> {
  const course = { machine, packed, id, tests, folder, progress }
  const { seen, hung } = await runAll(course, most)
  // What its kernel reported of itself is a finding, whether it came to say what it is or not.
  if (!hasReport(seen.channel) && readReports(seen.console).length === 0) throw silent(course, seen)
  return most === 1 ? seen : confirmHangs(course, seen, hung, processorsFor(tests))
}

/** Those who race need a processor each; to the others a second one only brings waiting. */
const processorsFor = (tests: readonly Test[]): number =>
  tests.some(({ program }) => isRace(program)) ? 2 : 1

type SoFar = { readonly seen: Observed; readonly hung: readonly string[] }

async function runAll(course: GuestRun, most: number): Promise<SoFar> {
  const { id, tests } = course
  const numbers = new Map(tests.map(({ name }, index) => [name, index]))
  let seen: Observed = { channel: '', console: '', lost: [], notes: [], boots: 0 }
  let hung: readonly string[] = []
  for (let from = 0; from < tests.length && seen.boots - seen.notes.length < most; ) {
    const { boot, hangs } = await runFrom(course, from, seen.boots, hung.length, most > 1)
    if (boot.end === 'killed' && most === 1) throw killed(boot)
    checkSuiteId(boot.channel, id)
    if (boot.end === 'clock') {
      seen = withoutClock(seen, boot)
      if (seen.notes.length < maxClocks) continue
      if (most === 1) throw killed(boot)
      const lost = [...seen.lost, `no guest has a clock that goes right: ${boot.detail}`]
      return { seen: { ...seen, lost }, hung }
    }
    const isComplete = /^# end\r?$/m.test(boot.channel)
    hung = [...hung, ...hangs]
    seen = {
      notes: seen.notes,
      channel: withBoot(seen.channel, seen.boots - seen.notes.length, from, boot.channel),
      console: seen.console + boot.console,
      lost: isComplete ? seen.lost : [...seen.lost, lossOf(boot)],
      boots: seen.boots + 1,
    }
    if (isComplete || boot.end === 'stopped') break
    const at = numbers.get(lastBegun(boot.channel))
    if (at !== undefined) from = at + 1
    // What was killed before it began may be luckier the next time; what breaks down by itself will again.
    else if (boot.end !== 'killed') break
  }
  return { seen, hung }
}

/** What it said counts for nothing, so that nothing is lost by it. */
const withoutClock = (seen: Observed, { detail }: BootResult): Observed => ({
  ...seen,
  notes: [...seen.notes, `a guest was replaced: ${detail}`],
  boots: seen.boots + 1,
})

/** One guest is not replaced, and what befell it is nothing that its kernel did. */
const killed = ({ detail, console }: BootResult): ToolError =>
  new ToolError('E_QEMU', `A guest was lost: ${detail}; run it again.`, { output: console.slice(-2_000) })

/** What earlier guests said is not lost because the next one cannot be had. */
function unstartable(error: unknown, boots: number): BootResult {
  if (boots === 0 || !(error instanceof ToolError) || error.code !== 'E_QEMU') throw error
  return {
    end: 'stopped',
    detail: `no fresh guest can be had: ${error.message}`,
    channel: '',
    console: '',
    seconds: 0,
  }
}

/** How a guest ended, and the tests that hung in it. */
type ObservedPart = { readonly boot: BootResult; readonly hangs: readonly string[] }

async function runFrom(
  { machine, packed, tests, folder, progress }: GuestRun,
  from: number,
  boots: number,
  hung: number,
  isWatched: boolean,
): Promise<ObservedPart> {
  const text = `running ${tests.length} programs on ${machine.kernel.ref}`
  progress(text)
  const abort = new AbortController()
  const hangs: string[] = []
  let done = from
  const onLine = (line: string): void => {
    const [, name = '', end = ''] = /^ +(?:not )?ok \d+ (\w+)(?: # (hang))?/.exec(line) ?? []
    if (name === '') return
    done += 1
    progress(text, { done, total: tests.length })
    if (end === 'hang') hangs.push(name)
    if (isWatched && hung + hangs.length > hangBudget.tests + done * hangBudget.share) abort.abort()
  }
  const start: StartOptions = {
    from,
    processors: processorsFor(tests),
    ...(isWatched ? { patience: firstPatience } : {}),
    deadlineMs: deadlineMs.boot + deadlineMs.test * (tests.length - from),
    isProgress: advances(tests),
    abort: abort.signal,
  }
  const boot = await machine
    .start(packed, start, join(folder, `boot-${boots}`), onLine)
    .catch(error => unstartable(error, boots))
  return { boot, hangs }
}

/** Whether a line begins a test that comes after all those that began; before the first one, every line counts. */
export function advances(tests: readonly Test[]): (line: string) => boolean {
  const numbers = new Map(tests.map(({ name }, index) => [name, index]))
  let furthest = -1
  return line => {
    const at = numbers.get(lastBegun(line)) ?? -1
    if (furthest >= 0 && at <= furthest) return false
    furthest = Math.max(furthest, at)
    return true
  }
}

const silent = ({ machine }: GuestRun, { lost, channel, console }: Observed): ToolError =>
  new ToolError(
    'E_GUEST',
    `${machine.kernel.ref} did not come as far as to report what it is: ${lost.at(-1)}; its last lines are below.`,
    { output: `${console}\n${channel}`.trimEnd().split('\n').slice(-25).join('\n') },
  )
