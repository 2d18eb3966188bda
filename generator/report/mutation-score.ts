import { totalOf } from '../shared/clock.js'
import { describe } from '../suite/describe.js'
import { type MutationResult, mutationCodes, type TriedMistake } from './mutation-result.js'
import { table } from './table.js'

/** What planting mistakes gave as text for people: a table, what survived, and the verdict in the last line. */
export function mutationText(result: MutationResult): string {
  const { into, mistakes, stale } = result
  const survivors = into === 'model' ? mistakes.filter(({ verdict }) => verdict === 'survived') : []
  return [
    table(mutationRows(result)),
    '',
    ...survivors.map(survivor),
    ...stale.map(one => `no longer equivalent, so remove the entry: ${one}`),
    mutationLine(result),
  ].join('\n')
}

/** A row for each clause of the model, or each mistake in a kernel, below the heads of the columns. */
export function mutationRows({ into, mistakes }: MutationResult): readonly (readonly string[])[] {
  switch (into) {
    case 'model':
      return clauseRows(mistakes)
    case 'design':
      return designRows(mistakes)
    case 'landlock':
      return landlockRows(mistakes)
    case 'fixes':
      return fixRows('fix that is missing', mistakes)
    case 'byte-order':
      return fixRows('mistake', mistakes)
  }
}

type Mistakes = readonly TriedMistake[]

const count = (mistakes: Mistakes, verdict: TriedMistake['verdict']): number =>
  mistakes.filter(one => one.verdict === verdict).length

/** Mistakes in helpers, which name no clause, come last. */
function clauseRows(mistakes: Mistakes): readonly (readonly string[])[] {
  const clauses = [...new Set(mistakes.flatMap(one => one.clauses))].sort()
  const groups: readonly (readonly [string, Mistakes])[] = [
    ...clauses.map(clause => [clause, mistakes.filter(one => one.clauses.includes(clause))] as const),
    ['in helpers', mistakes.filter(one => one.clauses.length === 0)],
  ]
  const verdicts = ['caught', 'equivalent', 'survived'] as const
  return [
    ['clause', ...verdicts],
    ...groups.map(([clause, own]) => [clause, ...verdicts.map(verdict => `${count(own, verdict)}`)]),
  ]
}

const designRows = (mistakes: Mistakes): readonly (readonly string[])[] => [
  ['mistake', 'verdict', 'programs', 'seconds', 'noticed by'],
  ...mistakes.map(({ name, verdict, programs = 0, seconds, by: [first = '', ...more] }) => [
    name,
    words[verdict],
    programs === 0 ? '' : String(programs),
    String(Math.round(totalOf(seconds))),
    more.length === 0 || verdict !== 'caught' ? first : `${first} (and ${more.length} more)`,
  ]),
]

const words: Readonly<Record<TriedMistake['verdict'], string>> = {
  caught: 'caught',
  equivalent: 'equivalent',
  survived: 'survived',
  unbuilt: 'does not build',
  untried: 'not tried',
}

const landlockRows = (mistakes: Mistakes): readonly (readonly string[])[] => [
  ['mistake', 'found after', 'the smallest program', 'what it gave'],
  ...mistakes.map(({ says, programs = 0, seconds, finding, by }) => [
    says,
    finding === undefined
      ? `not in ${programs} programs`
      : `${Math.round(totalOf(seconds))} s, ${programs} programs`,
    finding === undefined ? '' : finding.ops.map(describe).join('; '),
    by.join('; '),
  ]),
]

const fixRows = (what: string, mistakes: Mistakes): readonly (readonly string[])[] => [
  [what, 'verdict', 'programs that diverge', 'told by'],
  ...mistakes.map(({ name, says, verdict, programs = 0, by }) => [
    `${name}: ${says}`,
    words[verdict],
    `${programs}`,
    by.join('; '),
  ]),
]

/** A mistake that nothing noticed. */
const survivor = ({ place, name, clauses, says }: TriedMistake): string =>
  `${place}: ${name} survives${clauses.length === 0 ? '' : ` (${clauses.join(', ')})`}\n    ${says}`

/** All in one line. */
export function mutationSummary(result: MutationResult): string {
  const { what, mistakes, targets, programs, laws, limit, seed } = result
  const counted = (['caught', 'equivalent', 'survived'] as const).map(one => `${count(mistakes, one)} ${one}`)
  const [unbuilt, untried] = [count(mistakes, 'unbuilt'), count(mistakes, 'untried')]
  const tried =
    limit === undefined
      ? `${programs} programs of ${laws} laws`
      : `at most ${Math.round(limit / 60)} min each`
  return [
    `${mistakes.length} mistakes in ${what}: ${counted.join(', ')}`,
    unbuilt === 0 ? '' : `, ${unbuilt} that do not build`,
    untried === 0 ? '' : `, ${untried} that could not be tried`,
    ` (${tried}, seed ${seed}, ${targets.join(', ')})`,
  ].join('')
}

/** The same with the exit code. */
export const mutationLine = (result: MutationResult): string =>
  `${mutationSummary(result)} (exit code ${mutationCodes[result.verdict]})`

/** The table of mistakes for a generated page. */
export const mutationTable = (result: MutationResult): string => {
  const [head = [], ...rows] = mutationRows(result).map(cells => `| ${cells.map(escaped).join(' | ')} |`)
  return [head, '|---|---|---|---|', ...rows, '', mutationSummary(result)].join('\n')
}

const escaped = (text: string): string => text.replaceAll('|', '\\|')
