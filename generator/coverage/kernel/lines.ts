import type { GcovFile } from './gcov.js'

/** How often each line, branch and function of a source ran; branches are in the order in which the compiler has them. */
export type SourceCounts = {
  readonly path: string
  readonly lines: ReadonlyMap<number, number>
  /** By the line and the place among its branches. */
  readonly branches: ReadonlyMap<string, number>
  readonly functions: ReadonlyMap<string, number>
}

type GrowingCounts = {
  readonly lines: Map<number, number>
  readonly branches: Map<string, number>
  readonly functions: Map<string, number>
}

const add = <K>(counts: Map<K, number>, key: K, count: number): void =>
  void counts.set(key, (counts.get(key) ?? 0) + count)

function addFile({ lines, branches, functions }: GrowingCounts, file: GcovFile): void {
  for (const line of file.lines) {
    add(lines, line.line_number, line.count)
    for (const [index, { count }] of line.branches.entries())
      add(branches, `${line.line_number} ${line.function_name ?? ''} ${index}`, count)
  }
  for (const { name, start_line, execution_count } of file.functions)
    add(functions, `${start_line} ${name}`, execution_count)
}

/** The counts of every source below a folder, of several kernels and objects together. */
export function sumCounts(files: readonly GcovFile[], below: string): readonly SourceCounts[] {
  const all = new Map<string, GrowingCounts>()
  for (const file of files) {
    if (!file.file.startsWith(`${below}/`)) continue
    const counts = all.get(file.file) ?? { lines: new Map(), branches: new Map(), functions: new Map() }
    all.set(file.file, counts)
    addFile(counts, file)
  }
  return [...all]
    .map(([path, counts]) => ({ path, ...counts }))
    .sort((one, other) => (one.path < other.path ? -1 : 1))
}

/** Of so many, how many ran. */
export type RanOf = { readonly all: number; readonly ran: number }

export const shareOf = (counts: ReadonlyMap<unknown, number>): RanOf => ({
  all: counts.size,
  ran: [...counts.values()].filter(count => count > 0).length,
})

export const together = (shares: readonly RanOf[]): RanOf => ({
  all: shares.reduce((sum, { all }) => sum + all, 0),
  ran: shares.reduce((sum, { ran }) => sum + ran, 0),
})

/** What is further apart than this is told apart. */
const mostBetween = 2

/** The lines that never ran, those that stand together as one range. */
export function missedRanges({ lines }: SourceCounts): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = []
  let isMissing = false
  for (const [line, count] of [...lines].sort(([one], [other]) => one - other)) {
    const last = ranges.at(-1)
    const goesOn = isMissing && last !== undefined && line - last[1] <= mostBetween
    isMissing = count === 0
    if (!isMissing) continue
    if (goesOn) last[1] = line
    else ranges.push([line, line])
  }
  return ranges
}
