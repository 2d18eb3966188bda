import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeJson } from '../../codec.js'
import type { Progress, Test } from '../../suite.js'
import { outFolder } from '../places.js'
import { type Executor, execute, type Work } from './executor.js'
import { type Bench, type Finding, kindOf, verdictOf } from './finding.js'
import { source } from './source.js'

/** How long to look, and for what. */
export type Hunt = {
  readonly seed: number
  /** Only programs of laws whose name contains this. */
  readonly law?: string
  readonly programs?: number
  readonly seconds?: number
}

/** Guests at the same time: one processor each does more than two for one. */
const guests = 2

/** A finding for each kind of difference, the smallest program of it, and how many programs showed it. */
export type Kinds = Map<string, { readonly finding: Finding; readonly programs: number }>

/** What was seen; of the programs, the unjudged ones said too little of themselves. */
export type Looked = {
  readonly kinds: Kinds
  readonly programs: number
  readonly unjudged: number
  readonly seconds: number
}

/** Runs new programs until there were enough. */
export async function look(
  executor: Executor,
  bench: Bench,
  { seed, programs: most = Number.POSITIVE_INFINITY, seconds: limit = Number.POSITIVE_INFINITY }: Hunt,
  folder: string,
  progress: Progress,
): Promise<Looked> {
  const tests = source(bench.specs, bench.target, seed)
  const kinds: Kinds = new Map()
  const started = performance.now()
  const seconds = (): number => (performance.now() - started) / 1000
  let [sent, programs, unjudged] = [0, 0, 0]
  const next = (): Test | undefined => {
    if (sent >= most || seconds() >= limit) return undefined
    sent += 1
    return tests.next().value ?? undefined
  }
  const observed: Work['observed'] = (test, seen) => {
    programs += 1
    const verdict = verdictOf(test, seen, bench)
    if (verdict === 'unjudged') unjudged += 1
    else if (verdict !== 'agrees') note(kinds, verdict)
    if (programs % 100 === 0)
      progress(`${programs} programs in ${Math.round(seconds())} s, ${kinds.size} kinds of findings`)
  }
  const runs = Array.from({ length: guests }, (_, index) =>
    execute(executor, { next, observed }, join(folder, `${index}`)),
  )
  await Promise.all(runs)
  return { kinds, programs, unjudged, seconds: seconds() }
}

function note(kinds: Kinds, finding: Finding): void {
  const kind = kindOf(finding)
  const before = kinds.get(kind)
  const isSmaller = before === undefined || length(finding) < length(before.finding)
  kinds.set(kind, {
    finding: isSmaller ? finding : before.finding,
    programs: (before?.programs ?? 0) + 1,
  })
  if (before === undefined) keep(finding)
}

const length = ({ test }: Finding): number => test.program.ops.length

export const findingsFolder = join(outFolder, 'findings')

/** What is found is there at once, whatever happens to the run. */
function keep({ test }: Finding): void {
  const folder = join(findingsFolder, test.id)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'found.json'), writeJson(test.program))
}
