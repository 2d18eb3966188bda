import { missedRanges, type RanOf, type SourceCounts, shareOf, together } from '../coverage/kernel/lines.js'

/** Which of a kernel's lines the suite reached, which upstream's own tests, and which both together; counts depend on the compiler. */
export type KernelCoverage = {
  readonly release: string
  readonly compiler: string
  /** The folder that is measured. */
  readonly folder: string
  readonly programs: number
  /** Package and version of upstream's tests, and what each program of them said of its tests. */
  readonly source: string
  readonly totals: readonly string[]
  readonly ours: readonly SourceCounts[]
  readonly upstream: readonly SourceCounts[]
  readonly both: readonly SourceCounts[]
}

const kinds = ['lines', 'branches', 'functions'] as const

const percent = ({ all, ran }: RanOf): string => (all === 0 ? '–' : ((100 * ran) / all).toFixed(1))

/** What the suite reached, what upstream's tests did, and what both did, of all that there is. */
function cell({ ours, upstream, both }: KernelCoverage, kind: (typeof kinds)[number], path?: string): string {
  const of = (counts: readonly SourceCounts[]): RanOf =>
    together(counts.filter(one => path === undefined || one.path === path).map(one => shareOf(one[kind])))
  return `${[ours, upstream, both].map(counts => percent(of(counts))).join(' / ')} % of ${of(both).all}`
}

/** A row for each file, and one for all, below their heads. */
export const coverageRows = (coverage: KernelCoverage): readonly (readonly string[])[] => [
  ['ours / upstream / both', ...kinds],
  ...coverage.both.map(({ path }) => [path, ...kinds.map(kind => cell(coverage, kind, path))]),
  [coverage.folder, ...kinds.map(kind => cell(coverage, kind))],
]

/** The same as a table of its page, with where it is from. */
export const coverageTable = (coverage: KernelCoverage): string => {
  const [head = [], ...rows] = coverageRows(coverage)
  return [
    `| ${head.join(' | ')} |`,
    '|---|---|---|---|',
    ...rows.map(cells => `| ${cells.join(' | ')} |`),
    '',
    `Linux ${coverage.release}, ${coverage.programs} programs. ${coverageSentence(coverage)}`,
    '',
    `${upstreamLine(coverage)}.`,
    '',
    'Neither reaches:',
    '',
    ...missedLines(coverage).map(line => `- ${line}`),
  ].join('\n')
}

/** The sentence of Landlock's commit messages, of what the suite reached. */
export const coverageSentence = ({ ours, folder, compiler }: KernelCoverage): string => {
  const { all, ran } = together(ours.map(({ lines }) => shareOf(lines)))
  return `Test coverage for ${folder} is ${((100 * ran) / all).toFixed(1)}% of ${all} lines according to GCC ${compiler}.`
}

/** What each program of upstream's said of its tests: what failed or was skipped there reached less. */
export const upstreamLine = ({ source, totals }: KernelCoverage): string => `${source}: ${totals.join('; ')}`

/** The lines of each file that neither of them reached. */
export const missedLines = ({ both }: KernelCoverage): readonly string[] =>
  both.flatMap(counts => {
    const ranges = missedRanges(counts).map(([first, last]) =>
      first === last ? `${first}` : `${first}-${last}`,
    )
    return ranges.length === 0 ? [] : [`${counts.path}: ${ranges.join(', ')}`]
  })

/** The same as JSON: how often each line ran, by its number. */
export const coverageJson = ({ ours, upstream, both, ...about }: KernelCoverage): string => {
  const files = (counts: readonly SourceCounts[]) =>
    counts.map(({ path, lines, branches, functions }) => ({
      path,
      lines: Object.fromEntries(lines),
      branches: Object.fromEntries(branches),
      functions: Object.fromEntries(functions),
    }))
  return JSON.stringify(
    { ...about, ours: files(ours), upstream: files(upstream), both: files(both) },
    null,
    2,
  )
}
