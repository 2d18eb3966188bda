import { descriptionOf } from '../../specs/ops/uses.js'
import type { Op } from '../../specs/program.js'
import { cost } from './select/cost.js'
import type { Test } from './suite.js'

/** A program with what is allowed, before it has a name. */
export type Candidate = Omit<Test, 'name' | 'law'>

/** Where things are put or taken from, and who acts, makes no difference by itself. */
const isPlace = (op: Op, name: string): boolean => {
  const field = descriptionOf(op).fields[name]
  if (field?.field === 'actor') return field.isNew
  return name === 'actor' || field?.field === 'made' || field?.field === 'slot' || field?.field === 'ruleset'
}

/** The parameters of an op that may make a difference, as `kind.field=value`. */
function parameters(op: Op): readonly string[] {
  return Object.entries(op).flatMap(([field, value]) => {
    if (isPlace(op, field)) return []
    if (typeof value !== 'object' || value === null) return [`${op.kind}.${field}=${value}`]
    return Object.entries(value).map(([name, part]) => `${op.kind}.${name}=${part}`)
  })
}

/** What a program covers: its way through the clauses, each clause right after another, and each two parameters that meet in it. */
export function coveredBy({ program: { ops }, clauses, allowed }: Candidate): readonly string[] {
  const decided = ops.map((_, index) => `${clauses[index]?.join()}:${allowed[index]?.join()}`)
  const next = decided.slice(1).map((here, index) => `${decided[index]}>${here}`)
  const met = [...new Set(ops.flatMap(parameters))].sort()
  const pairs = met.flatMap((one, index) => met.slice(index + 1).map(other => `${one}&${other}`))
  return [...decided, ...next, ...pairs, decided.join('>')]
}

type Rated<T> = {
  readonly test: T
  readonly covers: ReadonlySet<number>
  readonly cost: number
  /** What it brings at most. */
  bound: number
}

/** Features as small numbers, so that sets of them are cheap. */
function rate<T extends Candidate>(programs: readonly T[]): Rated<T>[] {
  const numbers = new Map<string, number>()
  const numberOf = (feature: string): number => {
    const known = numbers.get(feature)
    if (known !== undefined) return known
    numbers.set(feature, numbers.size)
    return numbers.size - 1
  }
  return programs.map(test => {
    const covers = new Set(coveredBy(test).map(numberOf))
    return { test, covers, cost: cost(test.program), bound: covers.size }
  })
}

const newIn = (covers: ReadonlySet<number>, covered: ReadonlySet<number>): number => {
  let count = 0
  for (const feature of covers) if (!covered.has(feature)) count += 1
  return count
}

/** What a program brings for what it takes. */
const worth = <T>({ bound, cost }: Rated<T>): number => bound / cost

/** Of two programs that are worth as much, the shorter one. */
const isBetter = <T extends Candidate>(one: Rated<T>, other: Rated<T>): boolean =>
  worth(one) > worth(other) ||
  (worth(one) === worth(other) && one.test.program.ops.length < other.test.program.ops.length)

/** Takes out the one that is worth most; what one brings only shrinks, so most need not be counted again. */
function takeBest<T extends Candidate>(left: Rated<T>[], covered: ReadonlySet<number>): Rated<T> | undefined {
  let best: Rated<T> | undefined
  for (const one of left) {
    if (best !== undefined && worth(one) < worth(best)) continue
    one.bound = newIn(one.covers, covered)
    if (one.bound > 0 && (best === undefined || isBetter(one, best))) best = one
  }
  if (best !== undefined) left.splice(left.indexOf(best), 1)
  return best
}

/** Drops, last ones first, whatever the others cover without it. */
function withoutRedundant<T>(chosen: readonly Rated<T>[]): readonly Rated<T>[] {
  const counts = new Map<number, number>()
  for (const { covers } of chosen) for (const one of covers) counts.set(one, (counts.get(one) ?? 0) + 1)
  const isRedundant = ({ covers }: Rated<T>) => [...covers].every(one => (counts.get(one) ?? 0) > 1)
  return chosen.toReversed().filter(one => {
    if (!isRedundant(one)) return true
    for (const feature of one.covers) counts.set(feature, (counts.get(feature) ?? 0) - 1)
    return false
  })
}

/** How many programs are chosen at most, and what all of them may cost. */
type Budget = { readonly count: number; readonly cost: number }

/**
 * Programs within a budget, again and again the one that covers most of what is not covered yet for what it costs. None
 * of them can be left out without losing something that the rest does not cover.
 */
export function select<T extends Candidate>(programs: readonly T[], budget: Budget): readonly T[] {
  const left = rate(programs)
  const covered = new Set<number>()
  const chosen: Rated<T>[] = []
  let spent = 0
  while (chosen.length < budget.count) {
    const best = takeBest(left, covered)
    if (best === undefined || spent + best.cost > budget.cost) break
    spent += best.cost
    for (const feature of best.covers) covered.add(feature)
    chosen.push(best)
  }
  return withoutRedundant(chosen).map(({ test }) => test)
}
