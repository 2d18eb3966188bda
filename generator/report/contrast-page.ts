import type { Op } from '../../specs/program.js'
import { describe } from '../suite/describe.js'
import {
  type ContrastReport,
  type ContrastSteps,
  type DescribedDifference,
  smallestElsewhere,
  type Witness,
} from './contrast.js'

const cell = (text: string): string => text.replaceAll('|', '\\|')

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`

const code = (op: Op): string => `\`${describe(op)}\``

/** A program but for the words of its sandbox, which the two sides have of their own. */
const programText = ({ before, sandboxes, after }: ContrastSteps): string => {
  const hasSandbox = sandboxes.some(({ length }) => length > 0)
  return [...before.map(code), ...(hasSandbox ? ['*the sandbox*'] : []), ...after.map(code)].join('<br>')
}

const clausesText = ({ clauses }: DescribedDifference): string =>
  clauses.map(({ clause }) => `\`${clause}\``).join('<br>')

const witnessesText = (others: readonly Witness[]): string =>
  others.length === 0 ? '' : `<br>The same of one ${others.map(({ says }) => says).join('; ')}.`

const scenarioText = ({ scenarios }: DescribedDifference): string =>
  scenarios.length === 0
    ? ''
    : `<br>Told in ${scenarios.map(name => `[${name}](../scenarios/README.md#${name})`).join(', ')}.`

const differenceRow = (one: DescribedDifference, extra: ReadonlyMap<Witness, DescribedDifference>): string =>
  row([
    `${one.what}.${witnessesText(one.ways.slice(1).filter(witness => !extra.has(witness)))}${scenarioText(one)}`,
    programText(one.ways[0].told),
    ...one.outcomes,
    clausesText(one),
  ])

const wayRow = (witness: Witness, { outcomes }: DescribedDifference): string =>
  row([`The same of one ${witness.says}.`, programText(witness.told), ...outcomes, ''])

/** A difference, and below it the ways that are told nowhere else. */
const rowsOf = (
  one: DescribedDifference,
  extra: ReadonlyMap<Witness, DescribedDifference>,
): readonly string[] => [
  differenceRow(one, extra),
  ...one.ways.filter(witness => extra.has(witness)).map(witness => wayRow(witness, one)),
]

const table = (names: readonly string[], differences: readonly DescribedDifference[]): string =>
  [
    row(['what differs', 'the smallest program', ...names, 'decided by']),
    row(['---', '---', ...names.map(() => '---'), '---']),
    ...differences.flatMap(one => rowsOf(one, smallestElsewhere(differences))),
  ].join('\n')

/** The errnos in which both refuse are told by clause alone. */
const errnoLine = ({ outcomes, clauses }: DescribedDifference): string =>
  `\`${clauses[0].clause}\` ${outcomes[0]} against \`${clauses[1].clause}\` ${outcomes[1]}`

function section({ sides, differences, programs }: ContrastReport): string {
  const names = sides.map(({ name }) => name)
  const allowed = differences.filter(({ kind }) => kind === 'allowed')
  const errno = differences.filter(({ kind }) => kind === 'errno')
  return [
    `## ${names.join(' and ')}`,
    `${differences.length} differences in ${programs} programs.`,
    ...(allowed.length === 0 ? [] : [table(names, allowed)]),
    ...(errno.length === 0
      ? []
      : [`Refused by both, each with another errno: ${errno.map(errnoLine).join('; ')}.`]),
  ].join('\n\n')
}

/** Every clause that decides a difference, once. */
function clauseList(reports: readonly ContrastReport[]): string {
  const all = reports.flatMap(({ differences }) => differences.flatMap(({ clauses }) => clauses))
  const each = new Map(all.map(one => [one.clause, one]))
  return [...each.values()]
    .sort((a, b) => (a.clause < b.clause ? -1 : 1))
    .map(({ clause, says, cite }) => `- \`${clause}\`: ${says} (${cite})`)
    .join('\n')
}

/** The page of all pairs of designs: in what they differ, with the smallest program for each reason. */
export const contrastsPage = (reports: readonly ContrastReport[]): string =>
  `${[
    '# The designs in contrast',
    `The smallest programs on which the designs differ, by the clauses that decide, on ABI ${reports[0]?.sides[0].abi}; each sandbox stands in the words of its design and means the same, all else is equal. What each program gives is computed by the model; \`landlockstep contrast A B --kernel lab\` asks guests whether it is so. Written by \`landlockstep contrast --write\`.`,
    ...reports.map(section),
    '## Clauses',
    clauseList(reports),
  ].join('\n\n')}\n`
