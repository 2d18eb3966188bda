import { rm } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Progress } from '../shared/progress.js'
import type { Test } from '../suite/suite.js'
import { execute } from './executor/execute.js'
import type { Executor, Seen, Work } from './executor/executor.js'
import { type Bench, type Finding, kindOf, verdictOf } from './findings/finding.js'
import { keepFound, removeFound } from './findings/folder.js'
import { type Minutes, pace } from './pace.js'
import type { Corpus } from './search/corpus.js'
import { type Counts, search } from './search/search.js'
import { type Growth, withCensus } from './slab-growth.js'

/** How long to look, and for what. */
export type Hunt = {
  readonly seed: number
  /** Only programs of laws whose name contains this. */
  readonly law?: string
  readonly programs?: number
  readonly seconds?: number
  /** Whether the first finding is enough. */
  readonly once?: boolean
}

/** Where guests have their folders while they run, and where each finding has one that stays. */
type Places = { readonly guests: string; readonly findings: string }

/**
 * Guests at the same time, of one processor each: one more than there are here, since a program waits for something now and then,
 * and no more than one thread can draw and judge programs for.
 */
const guestCount = Math.min(availableParallelism() + 1, 16)

/** So many programs a guest runs before a fresh one takes its place: what it said and holds stays within bounds, however long all goes on. */
const lifetime = 100_000

/** A finding for each kind of difference, the smallest program of it, and how many programs showed it. */
export type Kinds = Map<string, { readonly finding: Finding; readonly programs: number }>

/** What was seen; of the programs, the unjudged ones said too little of themselves. */
export type Looked = {
  readonly kinds: Kinds
  /** Caches of the kernel that grew, each the first time. */
  readonly growths: readonly Growth[]
  readonly programs: number
  readonly unjudged: number
  readonly seconds: number
  readonly covered: Counts
  readonly minutes?: Minutes
  readonly notes: readonly string[]
}

/** Runs new programs until there were enough. */
export async function look(
  executor: Executor,
  bench: Bench,
  { seed, programs: most = Number.POSITIVE_INFINITY, seconds: limit = Number.POSITIVE_INFINITY, once }: Hunt,
  corpus: Corpus | undefined,
  { guests: folder, findings }: Places,
  progress: Progress,
): Promise<Looked> {
  const tests = search(bench.specs, bench.target, seed, corpus)
  const kinds: Kinds = new Map()
  const growths = new Map<string, Growth>()
  const notes = new Set<string>()
  const started = performance.now()
  const seconds = (): number => (performance.now() - started) / 1000
  let [sent, programs, unjudged] = [0, 0, 0]
  const { ran, holds, minutes } = pace()

  let isOver = false
  const isEnough = (): boolean =>
    isOver || sent >= most || seconds() >= limit || (once === true && kinds.size + growths.size > 0)
  const nextTest = (): Test | undefined => {
    if (isEnough()) return undefined
    const test = tests.next()
    if (test === undefined) isOver = true
    else sent += 1
    return test
  }
  const judge = (test: Test, seen: Seen): void => {
    programs += 1
    ran(test.program.ops.length)
    const verdict = verdictOf(test, seen, bench)
    if (verdict === 'unjudged') unjudged += 1
    else if (verdict === 'agrees') tests.learn(test, seen)
    else note(kinds, notes, verdict, findings)
    if (programs % 100 === 0) progress(told())
  }
  const grew = (growth: Growth): void => {
    if (!growths.has(growth.cache)) growths.set(growth.cache, growth)
  }
  const told = (): string => {
    const { corpus, clauses, pairs, edges } = tests.counts()
    const found = kinds.size + growths.size
    const covered =
      corpus === 0
        ? ''
        : `, ${corpus} kept for ${clauses} clauses, ${pairs} pairs${edges === 0 ? '' : `, ${edges} edges`}`
    return `${programs} programs in ${Math.round(seconds())} s${covered}, ${found} kinds of findings`
  }
  const inOneGuest = (): Work => {
    let left = lifetime
    const next = (): Test | undefined => (left-- > 0 ? nextTest() : undefined)
    return executor.isAlone === true
      ? withCensus(next, judge, { isEnough, grew, holds })
      : { next, observed: judge }
  }
  const inGuests = async (index: number): Promise<void> => {
    for (let guest = 0; !isEnough(); guest += 1) {
      const its = join(folder, `${index}-${guest}`)
      await execute(executor, inOneGuest(), its)
      await rm(its, { recursive: true, force: true })
    }
  }
  const failed = (error: unknown): never => {
    isOver = true
    throw error
  }
  const runs = Array.from({ length: guestCount }, (_, index) => inGuests(index).catch(failed))
  await Promise.allSettled(runs)
  await Promise.all(runs)
  return {
    kinds,
    growths: [...growths.values()],
    programs,
    unjudged,
    seconds: seconds(),
    covered: tests.counts(),
    ...minutes(),
    notes: [...notes, ...(corpus?.notes() ?? [])],
  }
}

/** Of each kind the smallest finding is kept at once, whatever happens to the run. */
function note(kinds: Kinds, notes: Set<string>, finding: Finding, findings: string): void {
  const kind = kindOf(finding)
  const before = kinds.get(kind)
  const isSmaller = before === undefined || length(finding) < length(before.finding)
  kinds.set(kind, {
    finding: isSmaller ? finding : before.finding,
    programs: (before?.programs ?? 0) + 1,
  })
  if (!isSmaller) return
  if (before !== undefined) removeFound(join(findings, before.finding.test.id))
  const failed = keepFound(join(findings, finding.test.id), finding.test.program)
  if (failed !== undefined) notes.add(failed)
}

const length = ({ test }: Finding): number => test.program.ops.length
