import { isRace, type Program, routeOf } from '../../specs/program.js'
import { ToolError } from '../shared/error.js'
import { standsIn } from '../shared/paths.js'
import { cost } from './select/cost.js'
import type { Suite, Test } from './suite.js'

/** The part of a suite that is asked for: the number of a shard, from 1, and of how many. */
export type Shard = { readonly number: number; readonly of: number }

/** Programs of one law that were left out, and by which option. */
export type LeftOut = { readonly why: string; readonly law: string; readonly programs: number }

/** What runs of a suite, and what does not. */
export type SuitePart = { readonly suite: Suite; readonly leftOut: readonly LeftOut[] }

/** The shard that a program is in, by its id alone: the shards of a suite have each program once. */
const shardOf = (id: string, of: number): number => (Number.parseInt(id.slice(0, 12), 16) % of) + 1

/** A suite without some programs, and why. A suite may be left with none. */
export function without(suite: Suite, isOut: (program: Program) => boolean, why: string): SuitePart {
  const counts = new Map<string, number>()
  for (const { law, program } of suite.tests) if (isOut(program)) counts.set(law, (counts.get(law) ?? 0) + 1)
  return {
    suite: withTests(
      suite,
      suite.tests.filter(({ program }) => !isOut(program)),
    ),
    leftOut: [...counts].map(([law, programs]) => ({ why, law, programs })),
  }
}

/** One shard of a suite. Error: E_EMPTY if it has no program. */
export const shard = (suite: Suite, { number, of }: Shard): SuitePart =>
  partOf(suite, ({ id }) => shardOf(id, of) === number, `--shard ${number}/${of}`)

/**
 * What of a suite takes about so many seconds, `pace` times as many on this machine as on the one where that was measured: kept cases, then the
 * programs that cover most for what they take, and routes and races last. Error: E_EMPTY if there is time for none.
 */
export function withinBudget(suite: Suite, seconds: number, pace: number, why: string): SuitePart {
  const cases = new Set(suite.laws.filter(({ place }) => standsIn(place, 'cases')).map(({ name }) => name))
  const rankOf = (test: Test): number => (cases.has(test.law) ? 0 : isPlain(test) ? 1 : 2)
  const ranked = [0, 1, 2].flatMap(rank => mostTelling(suite.tests.filter(test => rankOf(test) === rank)))
  const chosen = new Set<Test>()
  let left = seconds / (secondsOfCost * pace)
  for (const test of ranked) {
    const own = cost(test.program)
    if (own > left) continue
    left -= own
    chosen.add(test)
  }
  return partOf(suite, test => chosen.has(test), why)
}

/** To compile and to run a default suite took 32 seconds, and its programs cost so much in all; see select/cost.ts. */
const secondsOfCost = 32 / 72_000

/** So often all is covered once more before what is left comes as it is. */
const coverings = 3

/** Programs in the order in which they are worth their time: first those that together cover all, then the same again, then the others. */
function mostTelling(tests: readonly Test[]): readonly Test[] {
  const worth = tests.map(test => ({ test, worth: new Set(coveredBy(test)).size / cost(test.program) }))
  let rest = worth.toSorted((one, other) => other.worth - one.worth).map(({ test }) => test)
  const ranked: Test[] = []
  for (let time = 0; time < coverings; time++) {
    const covered = new Set<string>()
    const chosen = new Set<Test>()
    for (const test of rest) {
      const fresh = coveredBy(test).filter(one => !covered.has(one))
      if (fresh.length === 0) continue
      for (const one of fresh) covered.add(one)
      chosen.add(test)
    }
    ranked.push(...chosen)
    rest = rest.filter(test => !chosen.has(test))
  }
  return [...ranked, ...rest]
}

/** What a program covers: its law, the clauses, and each right after another. */
const coveredBy = ({ law, clauses }: Test): readonly string[] => {
  const decided = clauses.map(ids => ids.join())
  return [law, ...decided, ...decided.slice(1).map((here, index) => `${decided[index]}>${here}`)]
}

const isPlain = ({ program }: { readonly program: Program }): boolean =>
  !isRace(program) && program.ops.every(op => routeOf(op) === undefined)

/** A suite of these of its tests, and their laws. */
export function withTests(suite: Suite, tests: readonly Test[]): Suite {
  const spoken = new Set(tests.map(({ law }) => law))
  return { ...suite, tests, laws: suite.laws.filter(({ name }) => spoken.has(name)) }
}

function partOf(suite: Suite, isIn: (test: Test) => boolean, why: string): SuitePart {
  const tests = suite.tests.filter(isIn)
  if (tests.length === 0) throw empty(why)
  const counts = new Map<string, number>()
  for (const test of suite.tests) if (!isIn(test)) counts.set(test.law, (counts.get(test.law) ?? 0) + 1)
  return {
    suite: withTests(suite, tests),
    leftOut: [...counts].map(([law, programs]) => ({ why, law, programs })),
  }
}

const empty = (why: string): ToolError =>
  new ToolError('E_EMPTY', `No program of the suite is left with ${why}: take fewer shards, or more time.`)
