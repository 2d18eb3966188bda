import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { isHang } from '../judge/hang.js'
import type { Point } from '../report/fuzz-result.js'
import { ToolError } from '../shared/error.js'
import type { Progress } from '../shared/progress.js'
import type { Counted } from '../shared/progress-line.js'
import type { Test } from '../suite/suite.js'
import { executePrograms } from './executor/execute.js'
import type { Executor, Seen, Work } from './executor/executor.js'
import { findingOf, type Oracle, verdictOf } from './findings/finding.js'
import { type FindingKind, kindsIn, mostKinds } from './findings/kinds.js'
import { history } from './history.js'
import { type PaceRange, pace } from './pace.js'
import { processUsage } from './process-usage.js'
import type { Corpus } from './search/corpus.js'
import { joiner } from './search/join.js'
import { type CorpusCounts, type Search, search, type Unmodelled } from './search/search.js'
import { type Growth, withSlabSample } from './slab-growth.js'
import { type Tally, tally } from './tally.js'

/** How long to go on, and with what. */
export type FuzzLimits = {
  readonly seed: number
  /** Only programs of laws whose name contains this. */
  readonly law?: string
  readonly programs?: number
  readonly seconds?: number
  /** Whether ops of each program begin at the same time. */
  readonly atOnce?: boolean
  /** Whether the first finding is enough. */
  readonly once?: boolean
  /** Whether somebody wants an end. */
  readonly isInterrupted?: () => boolean
}

/** What new programs run on, and what they are judged by. */
export type Setting = {
  readonly executor: Executor
  readonly bench: Oracle
  /** Without one, programs are only drawn. */
  readonly corpus: Corpus | undefined
  /** What is thrown away: guests have their folders here while they run. */
  readonly scratch: string
  /** Each finding has a folder here, which stays. */
  readonly findings: string
  /** Hears of each kind of finding when the first of it is seen. */
  readonly tell: (text: string) => void
}

/** No more guests than one thread can draw and judge programs for. */
const mostGuests = 16

/**
 * Guests at the same time, of one processor each: one more than there are here, since a program waits for something now and then. Of two each
 * where calls begin at the same time, and then no more than there are, or they would seldom meet.
 */
const guestCount = ({ atOnce }: FuzzLimits): number =>
  Math.min(
    atOnce === true ? Math.max(1, availableParallelism() >> 1) : availableParallelism() + 1,
    mostGuests,
  )

/** So many programs a guest runs before a fresh one takes its place: what it said and holds stays within bounds, however long all goes on. */
const lifetime = 100_000

/** So many programs may hang, and so many more of all that ran; then the others are not waited for. */
const hangBudget = { programs: 20, share: 0.01 }

const hanging = new ToolError('E_HANGS', 'Programs hang too often to wait for the others.')

/** What was seen. */
export type Looped = Tally & {
  readonly kinds: readonly FindingKind[]
  /** Caches of the kernel that grew, each the first time. */
  readonly growths: readonly Growth[]
  readonly seconds: number
  readonly covered: CorpusCounts
  /** How many programs came up of which the model says nothing. */
  readonly unmodelled: Unmodelled
  readonly history: readonly Point[]
  readonly minutes?: PaceRange
  readonly notes: readonly string[]
  /** What ended it before it was enough. */
  readonly failure?: ToolError
}

/** Runs new programs until there were enough, or something goes wrong on our side: what is known by then is told in either case. */
export async function loop(setting: Setting, limits: FuzzLimits, progress: Progress): Promise<Looped> {
  const { executor, bench, corpus, scratch } = setting
  const join = limits.atOnce === true ? joiner(limits.seed) : undefined
  const tests = search(bench, limits.seed, corpus, join)
  const counts = tally()
  const kinds = kindsIn(setting.findings, setting.tell)
  const growths = new Map<string, Growth>()
  const seconds = stopwatch()
  const { ran, holds, minutes } = pace(() => processUsage(scratch))
  const found = (): number => kinds.count() + growths.size
  const { isEnough, next, end } = supply(tests, limits, seconds, found)
  let [programs, hangs] = [0, 0]
  const { goesOn, points } = history(seconds, () => ({ programs, ...tests.counts(), findings: found() }))
  let failed: ToolError | undefined
  const tooManyHangs = (): void => {
    failed = hanging
    end()
  }
  const judge = (test: Test, seen: Seen): void => {
    ran(test.program.ops.length)
    const verdict = verdictOf(test, seen, bench)
    counts.add(test, verdict)
    const finding = findingOf(verdict)
    if (finding !== undefined) {
      kinds.note(finding)
      if (isHang(finding.divergence.observed)) hangs += 1
    }
    if (verdict.kind === 'agrees' || verdict.kind === 'known' || verdict.kind === 'silent')
      tests.learn(test, seen)
    programs += 1
    goesOn()
    if (hangs > hangBudget.programs + programs * hangBudget.share) tooManyHangs()
    if (programs % 100 === 0)
      progress(soFar(programs, seconds(), tests.counts(), found()), counted(limits, programs, seconds()))
  }
  const grew = (growth: Growth): void => {
    if (!growths.has(growth.cache)) growths.set(growth.cache, growth)
  }
  const work = (): Work => {
    let left = lifetime
    const one = (): Test | undefined => (left-- > 0 ? next() : undefined)
    if (executor.isAlone !== true) return { next: one, observed: judge }
    return withSlabSample(one, judge, { isEnough, grew, holds })
  }
  const failure = (await inGuests(setting, guestCount(limits), { work, isEnough, end })) ?? failed
  return {
    ...counts.counts(),
    kinds: kinds.all(),
    growths: [...growths.values()],
    seconds: seconds(),
    covered: tests.counts(),
    unmodelled: tests.unmodelled(),
    history: points(),
    ...minutes(),
    notes: [...kinds.notes(), ...(corpus?.notes() ?? [])],
    ...(failure === undefined ? {} : { failure }),
  }
}

/** What guests do, and for how long. */
type GuestWork = {
  readonly work: () => Work
  readonly isEnough: () => boolean
  readonly end: () => void
}

/** Guests at the same time, one after another each, until it is enough; the first failure of ours ends all, and is returned. */
async function inGuests(
  { executor, scratch }: Setting,
  guests: number,
  { work, isEnough, end }: GuestWork,
): Promise<ToolError | undefined> {
  const one = async (index: number): Promise<void> => {
    for (let guest = 0; !isEnough(); guest += 1) {
      const its = join(scratch, 'guests', `${index}-${guest}`)
      await executePrograms(executor, work(), its, true).finally(() =>
        rm(its, { recursive: true, force: true }),
      )
    }
  }
  const ended = (error: unknown): never => {
    end()
    throw error
  }
  const runs = Array.from({ length: guests }, (_, index) => one(index).catch(ended))
  const errors = (await Promise.allSettled(runs)).flatMap(run =>
    run.status === 'rejected' ? [run.reason] : [],
  )
  const bug = errors.find(error => !(error instanceof ToolError))
  if (bug !== undefined) throw bug
  return errors.find(error => error instanceof ToolError)
}

/** The programs that come next, as long as it is not enough. */
function supply(
  tests: Search,
  {
    programs = Number.POSITIVE_INFINITY,
    seconds: limit = Number.POSITIVE_INFINITY,
    once,
    isInterrupted,
  }: FuzzLimits,
  seconds: () => number,
  found: () => number,
) {
  let [sent, isOver] = [0, false]
  const isEnough = (): boolean =>
    isOver ||
    sent >= programs ||
    seconds() >= limit ||
    found() >= (once === true ? 1 : mostKinds) ||
    isInterrupted?.() === true
  const next = (): Test | undefined => {
    if (isEnough()) return undefined
    const test = tests.next()
    if (test === undefined) isOver = true
    else sent += 1
    return test
  }
  const end = (): void => {
    isOver = true
  }
  return { isEnough, next, end }
}

function stopwatch(): () => number {
  const started = performance.now()
  return () => (performance.now() - started) / 1000
}

/** How much is done of what was asked for: programs, else seconds. */
const counted = (limits: FuzzLimits, programs: number, seconds: number): Counted | undefined => {
  if (limits.programs !== undefined) return { done: programs, total: limits.programs }
  return limits.seconds === undefined
    ? undefined
    : { done: Math.min(Math.round(seconds), limits.seconds), total: limits.seconds }
}

function soFar(programs: number, seconds: number, covered: CorpusCounts, found: number): string {
  const { corpus, clauses, pairs, edges } = covered
  const kept =
    corpus === 0
      ? ''
      : `, ${corpus} kept for ${clauses} clauses, ${pairs} pairs${edges === 0 ? '' : `, ${edges} edges`}`
  return `${programs} programs in ${Math.round(seconds)} s${kept}, ${found} kinds of findings`
}
