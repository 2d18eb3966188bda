import { expectedWords } from './compare.js'
import { groups, type Outcome, type Row } from './row.js'

const head = `# Faults

Each row is a fault that is injected with real processes, and mostly real guests, and what is right then. Beside what a row expects, each
asks for the same: no process, mount, temporary or half-written file and no run without its result is left behind, a record goes together
with itself and with the exit code, and neither a stack nor a control character is printed.

| command | does |
|---|---|
| \`npm run faults\` | injects all faults but those of *long* and *reproduction* |
| \`npm run faults -- --only guest --only 'read-only'\` | those of a group, or with a text in them; \`long:older\` asks for both |
| \`npm run faults -- --quick\` | those that take little |
| \`npm run faults -- --only long --minutes 60\` | those that take long; so long takes each hunt |
| \`npm run faults -- --write\` | writes this page; what did not run keeps what it says |

Each row has namespaces of its own (processes, mounts, network), a read-only view of the package, its own \`out/\`, cache and temporary files.
A new row is an entry in [groups/](groups): the fault in words, what is right, and how to bring it about in a [world](world.ts).
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
  text.split('\n').filter(line => groups.some(group => line.startsWith(`| ${group} | `)))

/** Group, fault and what was expected: by these a row is known. */
export const keyOf = (line: string): string => cellsOf(line).slice(0, 3).join(' | ')

const observedOf = (line: string): string => cellsOf(line)[3] ?? ''

const cellsOf = (line: string): readonly string[] => line.slice(2, -2).split(/(?<!\\) \| /)
