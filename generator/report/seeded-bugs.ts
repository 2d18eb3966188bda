import { describe } from '../suite/describe.js'
import type { Confirmed } from './fuzz.js'

/** A mistake that was planted into Landlock, and how new programs found it, if they did. */
export type Caught = {
  readonly name: string
  readonly why: string
  /** So many programs ran in so many seconds before the first of them showed it. */
  readonly programs: number
  readonly seconds: number
  readonly finding: Confirmed | undefined
}

/** What became of all mistakes; each had so many seconds at most. */
export type Hunted = {
  readonly kernel: string
  readonly release: string
  readonly seed: number
  readonly seconds: number
  readonly mistakes: readonly Caught[]
}

/** 0 if every mistake was found, 1 if one was not. */
export const huntedExit = ({ mistakes }: Hunted): 0 | 1 =>
  mistakes.every(({ finding }) => finding !== undefined) ? 0 : 1

/** A row for each mistake, below the heads of the columns. */
export const huntedRows = ({ mistakes }: Hunted): readonly (readonly string[])[] => [
  ['mistake', 'found after', 'the smallest program', 'what it gave'],
  ...mistakes.map(({ why, programs, seconds, finding }) => [
    why,
    finding === undefined ? `not in ${programs} programs` : `${Math.round(seconds)} s, ${programs} programs`,
    finding === undefined ? '' : finding.program.ops.map(describe).join('; '),
    finding === undefined ? '' : given(finding),
  ]),
]

const given = ({ divergence: { observed, allowed }, replayed, replays }: Confirmed): string =>
  [
    observed,
    ...(allowed.length === 0 ? [] : [`not ${allowed.join(' or ')}`]),
    ...(replayed === replays ? [] : [`${replayed} of ${replays} times`]),
  ].join(', ')

/** All in one line. */
export const huntedSummary = ({ kernel, seed, seconds, mistakes }: Hunted): string => {
  const found = mistakes.filter(({ finding }) => finding !== undefined).length
  return `${found} of ${mistakes.length} mistakes found (${kernel}, at most ${Math.round(seconds / 60)} min each, seed ${seed})`
}

/** The table of the generated page. */
export const huntedTable = (hunted: Hunted): string => {
  const [head = [], ...rows] = huntedRows(hunted).map(cells => `| ${cells.map(escaped).join(' | ')} |`)
  return [head, '|---|---|---|---|', ...rows, '', huntedSummary(hunted)].join('\n')
}

const escaped = (text: string): string => text.replaceAll('|', '\\|')
