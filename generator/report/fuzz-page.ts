import { inLines } from '../shared/printable.js'
import { describe } from '../suite/describe.js'
import { fuzzOutline } from './fuzz-outline.js'
import { type Fuzzed, type FuzzResult, type Point, type ReproducedFinding, sumOf } from './fuzz-result.js'
import { difference } from './outline.js'
import { type Curve, type Difference, type Fact, type Page, timesOf } from './page.js'

/** What a page of a session of fuzzing tells: first how fast it was, what was covered, and what was found. */
export function fuzzPage(foreign: FuzzResult): Page {
  const result = inLines(foreign)
  const counts = new Map<string, number>()
  return {
    outline: fuzzOutline(foreign),
    beforehand: [],
    figures: result.kernels.map(one => ({ kernel: one.ref, facts: factsOf(one), curves: curvesOf(one) })),
    differences: result.divergences.map((one, at) => {
      const key = JSON.stringify([one.kernel, one.law])
      const number = (counts.get(key) ?? 0) + 1
      counts.set(key, number)
      return foundOf(one, at, `${number}_${one.program}`)
    }),
    coverage: result.kernels.map(({ ref, clauses: { hit, total } }) => ({
      kernel: ref,
      hit,
      total,
      unseen: [],
    })),
    unrun: [
      ...result.kernels.flatMap(({ ref, missing }) => missing.map(what => `${ref}: ${what}`)),
      ...result.unavailable.map(({ ref, code, why }) => `${ref}: ${code}: ${why}`),
    ],
    times: timesOf(result.kernels),
  }
}

function factsOf({
  programs,
  seconds,
  covered,
  minutes,
  laws,
  diverged,
  lost,
  unmodelled,
  misfits,
}: Fuzzed): readonly Fact[] {
  const rate = (count: number, time: number): string => `${Math.round(count / Math.max(1, time))} a second`
  return [
    { name: 'programs', value: programs },
    { name: 'throughput', value: rate(programs, seconds.fuzz) },
    ...(minutes === undefined
      ? []
      : [
          { name: 'in the first minute', value: rate(minutes.first.programs, 60) },
          { name: 'in the last minute', value: rate(minutes.last.programs, 60) },
        ]),
    { name: 'laws', value: laws },
    { name: 'corpus', value: `${covered.corpus} programs` },
    { name: 'clauses covered', value: covered.clauses },
    { name: 'pairs of clauses', value: covered.pairs },
    ...(covered.edges === 0 ? [] : [{ name: 'edges of the kernel', value: covered.edges }]),
    { name: 'programs that differ', value: diverged },
    { name: 'lost', value: lost },
    { name: 'not run, as the model says nothing', value: unmodelled },
    { name: 'calls left out, as they cannot be made there', value: sumOf(misfits) },
  ]
}

/** How fast it was, how the corpus grew, and when something was found. */
function curvesOf({ history }: Fuzzed): readonly Curve[] {
  const of = (value: (point: Point) => number): Curve['points'] => [
    [0, 0],
    ...history.map(point => [point.second, value(point)] as const),
  ]
  return [
    {
      name: 'programs a second',
      points: history.map((point, at) => [point.second, rateAt(point, history[at - 1])]),
    },
    { name: 'programs that are kept', points: of(({ corpus }) => corpus) },
    { name: 'pairs of clauses covered', points: of(({ pairs }) => pairs) },
    { name: 'kinds of findings', points: of(({ findings }) => findings) },
  ]
}

/** Programs a second since the point before. */
function rateAt(
  { second, programs }: Point,
  before: Pick<Point, 'second' | 'programs'> = { second: 0, programs: 0 },
): number {
  return second === before.second ? 0 : Math.round((programs - before.programs) / (second - before.second))
}

function foundOf(one: ReproducedFinding, at: number, test: string): Difference {
  const { kernel, law, program, ops, step, observed, clause, why, cite, replay } = one
  return {
    ...{ kernel, law, program, clause, why, cite, replay, test, claim: '', place: '', c: '' },
    id: `difference-${at + 1}`,
    kind: 'diverged',
    difference: difference(one),
    columns: ['observed', 'allowed'],
    steps: ops.map((op, index) => ({
      index,
      words: describe(op),
      cells: index === step ? [observed, one.allowed.join(' | ')] : ['', ''],
      isWrong: index === step,
    })),
    remarks: [
      ...(one.stacks ?? []).map(stack => `Stack of ${stack}`),
      `${one.programs} programs showed it; it came back in ${one.replayed} of ${one.replays} replays.`,
      `All that is left of it: ${one.folder}`,
      one.kept,
    ],
  }
}
