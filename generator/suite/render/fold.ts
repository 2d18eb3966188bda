import { wrap } from '../describe.js'

const columns = 100
const tab = 8

/** Breaks the lines of a C file that are too long, as the kernel's style has it. */
export const fold = (source: string): string =>
  source
    .split('\n')
    .map(line => line.trimEnd())
    .flatMap(line => (widthOf(line) > columns ? foldLine(line) : [line]))
    .join('\n')

const widthOf = (line: string): number =>
  [...line].reduce((column, char) => (char === '\t' ? column - (column % tab) + tab : column + 1), 0)

const indentTo = (column: number): string => '\t'.repeat(Math.floor(column / tab)) + ' '.repeat(column % tab)

function foldLine(line: string): readonly string[] {
  const comment = /^(\t+)\/\* (.*) \*\/$/.exec(line)
  return comment === null ? foldStatement(line) : foldComment(comment[1] ?? '', comment[2] ?? '')
}

const foldComment = (indent: string, words: string): readonly string[] => [
  `${indent}/*`,
  ...wrap(words, columns - widthOf(indent) - 3).map(line => `${indent} * ${line}`),
  `${indent} */`,
]

/** A place to break at; `open` are the columns to go on at, one for each parenthesis that is open there. */
type Break = { readonly at: number; readonly depth: number; readonly open: readonly number[] }

/** Breaks where the fewest parentheses are open, as late as it fits, and goes on below what is still open. */
function foldStatement(line: string, opened: readonly number[] = startOf(line)): readonly string[] {
  const breaks = breaksOf(line, opened).filter(({ at }) => widthOf(line.slice(0, at).trimEnd()) <= columns)
  const depth = Math.min(...breaks.map(one => one.depth))
  // What started deeper ends its line, so that no further argument hides behind it.
  const best = breaks.filter(one => one.depth === depth).at(opened.length > depth ? 0 : -1)
  if (best === undefined) return [line]
  const rest = indentTo(best.open.at(-1) ?? 0) + line.slice(best.at)
  return [
    line.slice(0, best.at).trimEnd(),
    ...(widthOf(rest) > columns ? foldStatement(rest, best.open) : [rest]),
  ]
}

/** An assignment goes on below its value. */
function startOf(line: string): readonly number[] {
  const sign = line.indexOf(' = ')
  return sign < 0 ? [] : [widthOf(line.slice(0, sign + 3))]
}

/** The places after a comma or an operator, or between two strings; these bind closer than a comma. */
function breaksOf(line: string, opened: readonly number[]): readonly Break[] {
  const found: Break[] = []
  const open = [...opened]
  let quoted = false
  for (const [at, char] of [...line].entries()) {
    if (char === '"') quoted = !quoted
    if (quoted) continue
    if (char === '(') open.push(widthOf(line.slice(0, at + 1)))
    if (char === ')') open.pop()
    if (open.length > 0 && line.startsWith('" "', at))
      found.push({ at: at + 2, depth: open.length + 0.5, open: [...open] })
    if (open.length > 0 && at < line.length - 1 && (char === ',' || char === '|'))
      found.push({ at: at + 2, depth: open.length + (char === '|' ? 0.5 : 0), open: [...open] })
  }
  return found
}
