import type { Op } from '../specs/program.js'
import type { Test } from './suite.js'

type Candidate = Omit<Test, 'name' | 'law'>

/** The parameters of an op that make a difference, as `kind.field=value`. */
function parameters(op: Op): readonly string[] {
  return Object.entries(op).flatMap(([field, value]) =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([name, part]) => `${op.kind}.${name}=${part}`)
      : [`${op.kind}.${field}=${value}`],
  )
}

/** What a program covers: each clause after each other clause, and each clause with each parameter of its op. */
export function features({ program, clauses, allowed }: Candidate): readonly string[] {
  return program.ops.flatMap((op, index) => {
    const here = `${clauses[index]?.join()}:${allowed[index]?.join()}`
    return [
      `${clauses[index - 1]?.join()}>${here}`,
      ...parameters(op).map(parameter => `${parameter}@${here}`),
    ]
  })
}

/**
 * Up to `count` programs: again and again the one that covers most of what is not covered yet, the shorter of two equal
 * ones; when nothing new is left, the remaining ones in the order in which they were drawn.
 */
export function select<T extends Candidate>(programs: readonly T[], count: number): readonly T[] {
  const left = programs.map(test => ({ test, news: new Set(features(test)) }))
  const chosen: T[] = []
  while (chosen.length < count && left.length > 0) {
    const best = left.reduce((one, other) => (isBetter(other, one) ? other : one))
    left.splice(left.indexOf(best), 1)
    chosen.push(best.test)
    for (const { news } of left) for (const feature of best.news) news.delete(feature)
  }
  return chosen
}

type Rated = { readonly test: Candidate; readonly news: ReadonlySet<string> }

const isBetter = (one: Rated, other: Rated): boolean =>
  one.news.size > other.news.size ||
  (one.news.size === other.news.size &&
    one.news.size > 0 &&
    one.test.program.ops.length < other.test.program.ops.length)
