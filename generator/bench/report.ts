import type { Figure } from './figure.js'
import type { NetTest } from './net-test.js'

/** Everything that a benchmark prints. */
export type Benchmark = {
  readonly kernel: string
  readonly release: string
  readonly machine: string
  readonly notes: readonly string[]
  /** Upstream's tests and where they come from, where they were measured. */
  readonly upstream?: NetTest
  readonly source?: string
  readonly programs: number
  readonly ops: number
  readonly figures: readonly Figure[]
}

/** Head and remarks, then a row for each figure. */
export const headOf = ({ kernel, release, source, machine, notes, upstream, programs, ops }: Benchmark) => [
  `${kernel}  ${release}`,
  `  machine   ${machine}`,
  ...notes.map(note => `  note      ${note}`),
  ...(upstream === undefined ? [] : upstreamLines(upstream, source)),
  `  ours      the default suite: ${programs} programs, ${ops} ops`,
]

const upstreamLines = (upstream: NetTest, source = 'upstream'): readonly string[] => [
  `  upstream  net_test of ${source}: ${upstream.ran} tests of ${upstream.planned}${skips(upstream)}`,
  ...upstream.failed.map(name => `  note      upstream's ${name} failed in a turn`),
]

const skips = ({ skipped }: NetTest): string =>
  skipped.length === 0 ? '' : `, as it skips ${skipped.join(', ')}`

/** The figures as rows of a table. */
export const rowsOf = (figures: readonly Figure[]): readonly (readonly string[])[] => [
  ['figure', 'unit', 'goal', 'median', 'min', 'max', 'turns', 'median to goal'],
  ...figures.map(one => [
    one.name,
    one.unit,
    one.goal === null ? '' : `${one.goal.kind === 'least' ? 'at least' : 'at most'} ${one.goal.value}`,
    ...[one.median, one.min, one.max].map(short),
    String(one.turns.length),
    one.ratio === null ? '' : `${one.ratio.toFixed(2)} ${one.met ? 'met' : 'missed'}`,
  ]),
]

/** A figure in one line. */
export function figureLine({ name, unit, goal, median, min, max, met }: Figure): string {
  const aim =
    goal === null
      ? ''
      : `, ${goal.kind === 'least' ? 'at least' : 'at most'} ${goal.value}: ${met ? 'met' : 'missed'}`
  return `${name}: ${short(median)} ${unit} (${short(min)} to ${short(max)})${aim}`
}

/** Three digits are as much as a measurement is worth. */
const short = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toPrecision(3))
