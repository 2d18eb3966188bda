import { join } from 'node:path'
import { isRace } from '../../specs/program.js'
import { ToolError } from '../shared/error.js'
import type { Test } from '../suite/suite.js'
import type { GuestRun, Observed } from './course.js'
import { confirmHangs } from './hangs.js'
import { checkSuiteId, hasReport, isInRange, readReports, type TestRange, withBoot } from './ktap.js'
import { lastBegun, lossOf } from './loss.js'
import type { StartOptions } from './machine.js'
import { guestsFor, partsFor } from './parts.js'
import { type BootResult, isVoid } from './qemu.js'

/** So many guests may be lost in one run; what was not reached by then stays missing. */
const maxBoots = 10

/** So many of these may say what counts for nothing, which then is no accident. */
const maxVoid = 3

/** A guest may take so long to come to its first test, and so much longer for each. */
const deadlineMs = { boot: 120_000, test: 200 }

/** A test that takes longer hangs, or runs on a busy machine: it is run again, with more patience. */
const firstPatience = 3

/** So many tests may hang, and so many more of all that ran; then the rest is not waited for. */
const hangBudget = { tests: 5, share: 0.0025 }

/** How a suite is observed, where it is not as usual. */
export type ObserveOptions = {
  /** So many guests may take part, one after another; where it is one, nothing is lost to a machine that is too busy without an error. */
  readonly most?: number
  /** So many run side by side. */
  readonly guests?: number
  /** Only this part of the suite runs, in one guest. */
  readonly part?: TestRange
  /** Hears of each test that did not end as its program expected, at once, by what was said of it; what it returns ends the run, for that reason. */
  readonly onUnexpected?: (said: string) => string | undefined
}

/**
 * Runs the suite, in a guest for each processor; where one is lost, a fresh one goes on with the test after the lost one. What hangs is run
 * again in a fresh guest of its own, unless there may be but one. Errors: E_GUEST if no guest came as far as to say what it is, E_SUITE when
 * it was another suite that ran.
 */
export async function observe(course: GuestRun, options: ObserveOptions = {}): Promise<Observed> {
  const { machine, tests } = course
  const { most = maxBoots, guests = most === 1 ? 1 : guestsFor(machine.kernel, tests.length) } = options
  const shared: Shared = { ...options, most, boots: 0, done: 0, hung: [], end: new AbortController() }
  const ranges = options.part === undefined ? partsFor(guests) : [options.part]
  const parts = await allOf(
    ranges.map(part => () => runPart(course, part, shared)),
    shared,
  )
  const seen = together(parts, shared.boots)
  // What its kernel reported of itself is a finding, whether it came to say what it is or not.
  if (!hasReport(seen.channel) && readReports(seen.console).length === 0) throw silent(course, seen)
  return most === 1 ? seen : confirmHangs(course, seen, shared.hung, processorsFor(tests))
}

/** What the guests of a run have in common while they run. */
type Shared = Pick<ObserveOptions, 'onUnexpected'> & {
  readonly most: number
  /** So many were started, and so many tests are done with. */
  boots: number
  done: number
  /** The tests that hung. */
  readonly hung: string[]
  /** Ends all of them, for a reason in words. */
  readonly end: AbortController
}

/** Of one that fails, the others are ended before that is told. */
async function allOf<T>(all: readonly (() => Promise<T>)[], { end }: Shared): Promise<readonly T[]> {
  const running = all.map(one => one())
  for (const one of running) one.catch(() => end.abort('another guest failed'))
  await Promise.allSettled(running)
  return Promise.all(running)
}

/** Those who race need a processor each; to the others a second one only brings waiting. */
const processorsFor = (tests: readonly Test[]): number =>
  tests.some(({ program }) => isRace(program)) ? 2 : 1

/** What the guests said that ran a part of the suite, one after another. */
type PartRun = Pick<Observed, 'lost' | 'notes'> & {
  readonly said: readonly (TestRange & { readonly boot: BootResult })[]
}

/** The same while they do. */
type Growing = { readonly [K in keyof PartRun]: PartRun[K][number][] }

/** What all guests said, part after part. */
function together(parts: readonly PartRun[], boots: number): Observed {
  const said = parts.flatMap(one => one.said)
  return {
    channel: said.reduce(
      (text, { boot, ...range }, number) => withBoot(text, number, range, boot.channel),
      '',
    ),
    console: said.map(({ boot }) => boot.console).join(''),
    lost: parts.flatMap(({ lost }) => lost),
    notes: parts.flatMap(({ notes }) => notes),
    boots,
  }
}

async function runPart(course: GuestRun, part: TestRange, shared: Shared): Promise<PartRun> {
  const { id, tests } = course
  const numbers = new Map(tests.map(({ name }, index) => [name, index]))
  const run: Growing = { said: [], lost: [], notes: [] }
  for (let { from } = part; from < tests.length && run.said.length < shared.most; ) {
    const range = { ...part, from }
    const boot = await runFrom(course, range, shared, run.said.length)
    if (boot.end === 'killed' && shared.most === 1) throw killed(boot)
    checkSuiteId(boot.channel, id)
    if (isVoid(boot.end)) {
      run.notes.push(`a guest was replaced: ${boot.detail}`)
      if (run.notes.length < maxVoid) continue
      if (shared.most === 1) throw killed(boot)
      run.lost.push(`no guest goes right: ${boot.detail}`)
      return run
    }
    const isComplete = /^# end\r?$/m.test(boot.channel)
    run.said.push({ ...range, boot })
    if (!isComplete) run.lost.push(lossOf(boot))
    if (isComplete || boot.end === 'stopped') break
    const at = numbers.get(lastBegun(boot.channel))
    if (at !== undefined) {
      from = at + (part.each ?? 1)
      shared.done += 1
    }
    // What was killed before it began may be luckier the next time; what breaks down by itself will again.
    else if (boot.end !== 'killed') break
  }
  return run
}

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

/** Runs one more guest of a part of the suite, in which so many were there before. */
async function runFrom(
  { machine, packed, tests, folder, progress }: GuestRun,
  range: TestRange,
  shared: Shared,
  before: number,
): Promise<BootResult> {
  const text = `running ${tests.length} programs on ${machine.kernel.ref}`
  progress(text)
  const isWatched = shared.most > 1
  const hear = hearing(shared, isWatched, () => progress(text, { done: shared.done, total: tests.length }))
  const own = tests.filter((_, number) => isInRange(range, number))
  const start: StartOptions = {
    ...range,
    processors: processorsFor(own),
    ...(isWatched ? { patience: firstPatience } : {}),
    deadlineMs: deadlineMs.boot + deadlineMs.test * own.length,
    isProgress: advances(tests),
    abort: shared.end.signal,
  }
  const boot = await machine
    .start(packed, start, join(folder, `boot-${shared.boots++}`), hear)
    .catch(error => unstartable(error, before))
  const isOurs = boot.end === 'stopped' && boot.detail === ''
  return isOurs ? { ...boot, detail: `${shared.end.signal.reason}` } : boot
}

/** Hears how far a guest is, and ends all where what they say is enough, or where too much hangs. */
function hearing(shared: Shared, isWatched: boolean, tell: () => void): (line: string) => void {
  let said: string[] = []
  return line => {
    if (lastBegun(line) !== '') said = []
    said.push(line)
    const [, not, name, hang] = /^ +(not )?ok \d+ (\w+)(?: # (hang))?/.exec(line) ?? []
    if (name === undefined) return
    shared.done += 1
    tell()
    if (hang !== undefined) shared.hung.push(name)
    if (isWatched && shared.hung.length > hangBudget.tests + shared.done * hangBudget.share)
      shared.end.abort('programs hang too often to wait for the others')
    if (not === undefined) return
    const reason = shared.onUnexpected?.(`${said.join('\n')}\n`)
    if (reason !== undefined) shared.end.abort(reason)
  }
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
