import type { Fuzzed, FuzzedMinutes, FuzzResult } from './fuzz-result.js'

const head = [
  '| kernel | programs | time | a second | MB here | MB in a guest | clauses | pairs of clauses | findings |',
  '|---|---|---|---|---|---|---|---|---|',
]

/**
 * What fuzzing came to, for its generated page, a row for each kernel; of speed and memory what was in the first minute and in the last. The rows of
 * other kernels stay as the table before has them.
 */
export function fuzzTable({ kernels, divergences }: FuzzResult, before = ''): string {
  const rows = new Map(
    before
      .split('\n')
      .slice(head.length)
      .map(row => [kernelOf(row), row] as const),
  )
  for (const one of kernels) {
    const row = tableRow(one, divergences.filter(({ kernel }) => kernel === one.ref).length)
    rows.set(kernelOf(row), row)
  }
  return [...head, ...rows.values()].join('\n')
}

/** Of a row of the table, without the release. */
const kernelOf = (row: string): string => row.split(',')[0] ?? ''

function tableRow({ ref, release, programs, seconds, minutes, covered }: Fuzzed, findings: number): string {
  const usage = (figure: (minute: FuzzedMinutes['first']) => number | undefined): string =>
    minutes === undefined ? '' : firstToLast(minutes, figure)
  const cells = [
    `${ref}, ${release}`,
    programs,
    `${Math.round(seconds.fuzz / 60)} min`,
    usage(({ programs }) => programs / 60) || Math.round(programs / seconds.fuzz),
    usage(({ host }) => host),
    usage(({ kernel }) => kernel),
    covered.clauses,
    covered.pairs,
    findings,
  ]
  return `| ${cells.join(' | ')} |`
}

function firstToLast(
  { first, last }: FuzzedMinutes,
  figure: (minute: FuzzedMinutes['first']) => number | undefined,
): string {
  const [before, after] = [figure(first), figure(last)]
  return before === undefined || after === undefined ? '' : `${Math.round(before)} → ${Math.round(after)}`
}
