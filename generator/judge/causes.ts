import type { Result, ResultFinding } from './result.js'

/** What differs for one reason, as far as that can be told without looking: the smallest program that shows it, and the others. */
export type DivergenceCause = {
  readonly smallest: ResultFinding
  readonly others: readonly ResultFinding[]
  /** What else differs in these programs after it, and for no reason that another program shows first. */
  readonly later: readonly ResultFinding[]
}

type Told = Pick<ResultFinding, 'law' | 'observed' | 'allowed' | 'clause' | 'step' | 'ops'>

/** At which call and by which clause an outcome left the model, and how; a law that does not hold is a reason of its own. */
export const reasonOf = ({ law, observed, allowed, clause, step, ops }: Told): readonly unknown[] => [
  observed === 'law broken' ? law : [clause, allowed, step === null ? null : ops[step]?.kind],
  observed.replace(/0x[0-9a-f]+|\d+/g, 'N'),
]

const keyOf = (one: ResultFinding): string => JSON.stringify([one.kernel, one.isFlaky, reasonOf(one)])

const programOf = ({ kernel, test }: ResultFinding): string => JSON.stringify([kernel, test])

/** Fewest ops first, and of as many the shortest. */
const bySize = (one: ResultFinding, other: ResultFinding): number =>
  one.ops.length - other.ops.length || JSON.stringify(one.ops).length - JSON.stringify(other.ops).length

const oncePerProgram = (all: readonly ResultFinding[]): readonly ResultFinding[] =>
  [...new Map(all.toReversed().map(one => [programOf(one), one])).values()].toReversed()

/** Those with one key together, each in the order in which they come. */
function together(all: readonly ResultFinding[], keyOf: (one: ResultFinding) => string) {
  const groups = new Map<string, ResultFinding[]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group === undefined) groups.set(keyOf(one), [one])
    else group.push(one)
  }
  return groups
}

/**
 * What nothing explains, by its causes, those that most programs show first. A cause is what a program shows first: what differs after it
 * in the same program mostly follows from it.
 */
export function causesOf({ divergences }: Pick<Result, 'divergences'>): readonly DivergenceCause[] {
  const open = divergences.filter(({ known }) => known === null)
  const firsts = new Map([...together(open, programOf)].flatMap(([program, [first]]) => [[program, first]]))
  const causes = together(
    open.filter(one => firsts.get(programOf(one)) === one),
    keyOf,
  )
  const follows = together(
    open.filter(one => !causes.has(keyOf(one))),
    one => keyOf(firsts.get(programOf(one)) ?? one),
  )
  const repeated = together(open, keyOf)
  return [...causes.keys()]
    .flatMap(key => {
      const [smallest, ...others] = oncePerProgram(repeated.get(key) ?? []).toSorted(bySize)
      return smallest === undefined ? [] : [{ smallest, others, later: follows.get(key) ?? [] }]
    })
    .toSorted((one, other) => other.others.length - one.others.length)
}
