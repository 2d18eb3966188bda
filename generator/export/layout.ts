/** How C is laid out here, as the kernel's .clang-format has it. */
export const width = 80
const tab = 8

/** How wide some text is behind so many tabs. */
export const widthAt = (depth: number, text: string): number => depth * tab + text.length

/** Tabs and blanks up to a column. */
const upTo = (column: number): string => '\t'.repeat(Math.floor(column / tab)) + ' '.repeat(column % tab)

/** Pieces one after the other in lines that begin at a column; undefined where one of them has no room. */
export function filled(pieces: readonly string[], column: number): readonly string[] | undefined {
  const lines: string[] = []
  for (const piece of pieces) {
    const last = lines.at(-1)
    if (column + piece.length > width) return undefined
    if (last === undefined || column + last.length + 1 + piece.length > width) lines.push(piece)
    else lines[lines.length - 1] = `${last} ${piece}`
  }
  return lines.map((line, index) => (index === 0 ? line : upTo(column) + line))
}

/** The arguments of a call, each but the last with its comma. */
function argumentsIn(text: string): readonly string[] {
  const found: string[] = []
  let depth = 0
  let start = 0
  for (const [at, char] of [...text].entries()) {
    if (char === '(') depth += 1
    if (char === ')') depth -= 1
    if (char !== ',' || depth > 0) continue
    found.push(text.slice(start, at + 1).trim())
    start = at + 1
  }
  return [...found, text.slice(start).trim()]
}

/** A call whose arguments do not fit beside each other, or a mask of which does not: they go on below the first. */
function brokenCall(before: string, call: string, end: string): readonly string[] | undefined {
  const [, name = '', inside = ''] = /^(\w+)\((.*)\)$/.exec(call) ?? []
  const pieces = argumentsIn(inside).flatMap(one => (one.includes('(') ? one.split(/(?<=\|) /) : [one]))
  const head = `${before}${name}(`
  const [only = ''] = pieces
  if (pieces.length === 1 && /^\w+\(/.test(only)) return brokenCall(head, only, `)${end}`)
  const lines = filled([...pieces.slice(0, -1), `${pieces.at(-1)})${end}`], head.length)
  return lines === undefined ? undefined : [head + lines[0], ...lines.slice(1)]
}

const fewest = (...all: readonly (readonly string[] | undefined)[]): readonly string[] | undefined =>
  all.reduce((one, other) =>
    one === undefined || (other !== undefined && other.length < one.length) ? other : one,
  )

/** A comparison with a call: that goes into a line of its own, and is broken if it does not fit there, or where it is. */
function brokenComparison(before: string, macro: string, inside: string): readonly string[] | undefined {
  const [first = '', second = ''] = argumentsIn(inside)
  const indent = ' '.repeat(before.length + macro.length + 1)
  const head = `${before}${macro}(${first}`
  if (indent.length + second.length + 2 <= width) return [head, `${indent}${second});`]
  const below = brokenCall(indent, second, ');')
  return fewest(below && [head, ...below], brokenCall(`${head} `, second, ');'))
}

/** A statement in as many lines as it takes, behind blanks. */
function broken(statement: string, before: string): readonly string[] | undefined {
  const [, target, value] = /^(\w+ =) (\w+\(.*\));$/.exec(statement) ?? []
  if (target !== undefined && value !== undefined) {
    const below = `${before}${' '.repeat(tab)}${value};`
    return below.length <= width ? [before + target, below] : brokenCall(`${before}${target} `, value, ';')
  }
  const [, macro, compared] = /^([A-Z]+_[A-Z]+)\((.*)\);$/.exec(statement) ?? []
  if (macro !== undefined && compared !== undefined) return brokenComparison(before, macro, compared)
  const [, call] = /^(\w+\(.*\));$/.exec(statement) ?? []
  return call === undefined ? undefined : brokenCall(before, call, ';')
}

/** A statement, which may have tabs before it, as lines one tab deeper. */
export function laidOut(statement: string): readonly string[] {
  const text = statement.trimStart()
  const depth = 1 + statement.length - text.length
  const line = '\t'.repeat(depth) + text
  if (widthAt(depth, text) <= width) return [line]
  return (broken(text, ' '.repeat(depth * tab)) ?? [line]).map(one =>
    one.replace(/^ +/, blanks => upTo(blanks.length)),
  )
}
