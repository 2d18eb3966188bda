import { expectedWords } from './compare.js'
import { groups, type Outcome, type Row } from './row.js'

const head = `# Faults

Each row is a fault that is injected with real processes, and mostly real guests, and what is right then. \`npm run faults\` injects them
(\`-- --only guest\` those of a group, \`-- --quick\` those that take little), and \`npm run faults -- --write\` writes this page. Beside what
a row expects, each asks for the same: no process, mount, temporary or half-written file and no run without its result is left behind, and
neither a stack nor a control character is printed.
`

/** The page of a table; what was not run keeps what the page said before. */
export function page(rows: readonly Row[], outcomes: readonly Outcome[], before: string): string {
  const old = new Map(linesOf(before).map(line => [keyOf(line), observedOf(line)]))
  const found = new Map(outcomes.map(outcome => [outcome.row, outcome]))
  const sections = groups.flatMap(group => {
    const own = rows.filter(row => row.group === group)
    const lines = own.map(row => {
      const key = [group, row.fault, expectedWords(row.expected)].map(cell).join(' | ')
      const outcome = found.get(row)
      const observed = outcome === undefined ? (old.get(key) ?? 'not run yet') : observedWords(outcome)
      return `| ${key} | ${observed} |`
    })
    return lines.length === 0 ? [] : [`\n## ${title(group)}\n\n${columns}\n${lines.join('\n')}\n`]
  })
  return head + sections.join('')
}

const columns = '| group | fault | expected | observed |\n|---|---|---|---|'

const title = (group: string): string => `${group[0]?.toUpperCase()}${group.slice(1)}`

const observedWords = ({ observed, wrong, figures }: Outcome): string =>
  cell([wrong.length === 0 ? 'as expected' : `**${observed}**`, ...figures].join('; '))

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')

/** The rows that a page has, as they stand there. */
export const linesOf = (text: string): readonly string[] =>
  text.split('\n').filter(line => /^\| \w+ \| (?!fault )/.test(line))

/** Group, fault and what was expected: by these a row is known. */
export const keyOf = (line: string): string => cellsOf(line).slice(0, 3).join(' | ')

const observedOf = (line: string): string => cellsOf(line)[3] ?? ''

const cellsOf = (line: string): readonly string[] => line.slice(2, -2).split(/(?<!\\) \| /)
