import { describe } from '../suite/describe.js'
import type { ReproducedFinding } from './fuzz-result.js'

/** A mistake that was planted into Landlock, and how new programs found it, if they did. */
export type SeededBug = {
  readonly name: string
  readonly why: string
  /** So many programs ran in so many seconds before the first of them showed it. */
  readonly programs: number
  readonly seconds: number
  readonly finding: ReproducedFinding | undefined
  /** Why nobody can say that it is not found, if it was not: a sentence each. */
  readonly missing: readonly string[]
}

/** What became of all mistakes; each had so many seconds at most. */
export type SeededBugs = {
  readonly kernel: string
  readonly release: string
  readonly seed: number
  readonly seconds: number
  readonly mistakes: readonly SeededBug[]
}

const fateOf = ({ finding, missing }: SeededBug): 'found' | 'missed' | 'untried' => {
  if (finding !== undefined) return 'found'
  return missing.length === 0 ? 'missed' : 'untried'
}

const count = (mistakes: readonly SeededBug[], fate: ReturnType<typeof fateOf>): number =>
  mistakes.filter(one => fateOf(one) === fate).length

/** 0 if every mistake was found, 1 if one was not, 2 if nobody can say of one. */
export function seededExit({ mistakes }: SeededBugs): 0 | 1 | 2 {
  if (count(mistakes, 'missed') > 0) return 1
  return mistakes.length === 0 || count(mistakes, 'untried') > 0 ? 2 : 0
}

/** A row for each mistake, below the heads of the columns. */
export const seededRows = ({ mistakes }: SeededBugs): readonly (readonly string[])[] => [
  ['mistake', 'found after', 'the smallest program', 'what it gave'],
  ...mistakes.map(({ why, programs, seconds, finding, missing }) => [
    why,
    finding === undefined ? `not in ${programs} programs` : `${Math.round(seconds)} s, ${programs} programs`,
    finding === undefined ? '' : finding.ops.map(describe).join('; '),
    finding === undefined ? missing.join('; ') : given(finding),
  ]),
]

const given = ({ observed, allowed, replayed, replays }: ReproducedFinding): string =>
  [
    observed,
    ...(allowed.length === 0 ? [] : [`not ${allowed.join(' or ')}`]),
    ...(replayed === replays ? [] : [`${replayed} of ${replays} times`]),
  ].join(', ')

/** All in one line. */
export const seededSummary = ({ kernel, seed, seconds, mistakes }: SeededBugs): string => {
  const untried = count(mistakes, 'untried')
  const open = untried === 0 ? '' : `, of ${untried} nobody can say`
  return `${count(mistakes, 'found')} of ${mistakes.length} mistakes found${open} (${kernel}, at most ${Math.round(seconds / 60)} min each, seed ${seed})`
}

/** The table for its generated page. */
export const seededTable = (seeded: SeededBugs): string => {
  const [head = [], ...rows] = seededRows(seeded).map(cells => `| ${cells.map(escaped).join(' | ')} |`)
  return [head, '|---|---|---|---|', ...rows, '', seededSummary(seeded)].join('\n')
}

const escaped = (text: string): string => text.replaceAll('|', '\\|')
