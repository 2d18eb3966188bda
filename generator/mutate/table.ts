import { describeMutation } from './equivalent.js'
import type { MutationRun, Tried } from './mutate.js'

type MutationCounts = {
  readonly clause: string
  readonly caught: number
  readonly equivalent: number
  readonly survived: number
}

/** What became of the mistakes of each clause; those in helpers, which name none, come last. */
export function countsOf({ mutants }: MutationRun): readonly MutationCounts[] {
  const clauses = [...new Set(mutants.flatMap(one => one.clauses))].sort()
  return [
    ...clauses.map(clause => [clause, mutants.filter(one => one.clauses.includes(clause))] as const),
    ['in helpers', mutants.filter(one => one.clauses.length === 0)] as const,
  ].map(([clause, own]) => ({
    clause,
    caught: count(own, 'caught'),
    equivalent: count(own, 'equivalent'),
    survived: count(own, 'survived'),
  }))
}

const count = (mutants: readonly Tried[], verdict: Tried['verdict']): number =>
  mutants.filter(one => one.verdict === verdict).length

/** A mistake that no test noticed. */
export const survivor = (one: Tried): string =>
  [
    `${one.place}: ${one.kind} in ${one.in} survives${one.clauses.length === 0 ? '' : ` (${one.clauses.join(', ')})`}`,
    `    ${describeMutation(one)}`,
  ].join('\n')

/** All in one line. */
export function summary({ mutants }: MutationRun, suites: string): string {
  const [caught, equivalent, survived] = (['caught', 'equivalent', 'survived'] as const).map(verdict =>
    count(mutants, verdict),
  )
  return `${mutants.length} mistakes: ${caught} caught, ${equivalent} equivalent, ${survived} survived (${suites})`
}
