import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeJson } from '../../codec.js'
import type { Progress, Test } from '../../suite.js'
import { outFolder } from '../places.js'
import type { Corpus } from './corpus.js'
import { type Executor, execute, type Seen, type Work } from './executor.js'
import { type Bench, type Finding, kindOf, verdictOf } from './finding.js'
import { census, type Growth, growthWatch, windowSize } from './leaks.js'
import { type Counts, search } from './search.js'

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

/** Guests at the same time: one processor each does more than two for one. */
const guests = 2

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
  readonly notes: readonly string[]
}

/** Runs new programs until there were enough. */
export async function look(
  executor: Executor,
  bench: Bench,
  { seed, programs: most = Number.POSITIVE_INFINITY, seconds: limit = Number.POSITIVE_INFINITY, once }: Hunt,
  corpus: Corpus | undefined,
  folder: string,
  progress: Progress,
): Promise<Looked> {
  const tests = search(bench.specs, bench.target, seed, corpus)
  const kinds: Kinds = new Map()
  const growths = new Map<string, Growth>()
  const notes = new Set<string>()
  const started = performance.now()
  const seconds = (): number => (performance.now() - started) / 1000
  let [sent, programs, unjudged] = [0, 0, 0]

  let hasFailed = false
  const isEnough = (): boolean =>
    hasFailed || sent >= most || seconds() >= limit || (once === true && kinds.size + growths.size > 0)
  const next = (): Test | undefined => {
    if (isEnough()) return undefined
    sent += 1
    return tests.next()
  }
  const judge = (test: Test, seen: Seen): void => {
    programs += 1
    const verdict = verdictOf(test, seen, bench)
    if (verdict === 'unjudged') unjudged += 1
    else if (verdict === 'agrees') tests.learn(test, seen.edges ?? [])
    else note(kinds, notes, verdict)
    if (programs % 100 === 0) progress(told())
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
    const watch = growthWatch()
    let until = windowSize
    return {
      next: () => {
        until -= 1
        if (until > 0 || executor.isAlone !== true || isEnough()) return next()
        until = windowSize
        return census
      },
      observed: (test, seen) => {
        if (test !== census) {
          judge(test, seen)
          watch.ran(test, seen)
        } else for (const one of watch.counted(seen)) growths.set(one.cache, growths.get(one.cache) ?? one)
      },
    }
  }
  const runs = Array.from({ length: guests }, (_, index) =>
    execute(executor, inOneGuest(), join(folder, `${index}`)).catch(error => {
      hasFailed = true
      throw error
    }),
  )
  await Promise.allSettled(runs)
  await Promise.all(runs)
  return {
    kinds,
    growths: [...growths.values()],
    programs,
    unjudged,
    seconds: seconds(),
    covered: tests.counts(),
    notes: [...notes, ...(corpus?.notes() ?? [])],
  }
}

function note(kinds: Kinds, notes: Set<string>, finding: Finding): void {
  const kind = kindOf(finding)
  const before = kinds.get(kind)
  const isSmaller = before === undefined || length(finding) < length(before.finding)
  kinds.set(kind, {
    finding: isSmaller ? finding : before.finding,
    programs: (before?.programs ?? 0) + 1,
  })
  if (before === undefined) keep(finding, notes)
}

const length = ({ test }: Finding): number => test.program.ops.length

export const findingsFolder = join(outFolder, 'findings')

/** What is found is there at once, whatever happens to the run. */
function keep({ test }: Finding, notes: Set<string>): void {
  const folder = join(findingsFolder, test.id)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'found.json'), writeJson(test.program))
  } catch (error) {
    notes.add(`${folder} cannot be written, so the finding is only told here: ${(error as Error).message}`)
  }
}
