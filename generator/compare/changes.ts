import { upTo } from '../../specs/ops/at-once.js'
import type { ComparedLaw } from '../report/comparison-result.js'
import type { Observation, Test } from '../suite/suite.js'
import { type Cause, causeOf } from './cause.js'
import type { Change, KernelDifference } from './change.js'
import { mergeDifferences } from './merge.js'
import { both, type Pair, type Predictions, tellsApart } from './pair.js'
import type { Union } from './union.js'

export { type Cause, reportedDifferences } from './cause.js'
export type { Pair } from './pair.js'
export { type Union, union } from './union.js'

/** What changed between two kernels; programs = same + differ + lost. */
export type Compared = {
  readonly programs: number
  readonly same: number
  readonly differ: number
  /** Of which one of the kernels, or both, did not say how they went. */
  readonly lost: number
  readonly laws: readonly ComparedLaw[]
  readonly changes: readonly Change[]
}

type ObservationsByTest = ReadonlyMap<string, Observation>

const isJudged = ({ program }: Test, observation: Observation | undefined): observation is Observation =>
  observation !== undefined &&
  (observation.end === 'hang' ||
    observation.end === 'crash' ||
    (observation.end === 'done' && observation.outcomes.length === program.ops.length))

/** The first op at which two observations differ, where the model leaves neither a choice; undefined if they do not. */
function firstStep(test: Test, [a, b]: Pair<Observation>, [here, there]: Predictions): number | undefined {
  const step = test.program.ops.findIndex((_, index) => {
    const [one, other] = [a.outcomes[index], b.outcomes[index]]
    if (one === undefined || other === undefined) return one !== other || a.end !== b.end
    return tellsApart([one, other], [here?.allowed[index] ?? [], there?.allowed[index] ?? []])
  })
  return step < 0 ? undefined : step
}

const said = ({ end, outcomes }: Observation, step: number): string =>
  outcomes[step] ?? (end === 'hang' ? 'STUCK' : end)

/** The clause that gave an outcome, if the model has it so. */
const clauseOf = (prediction: Predictions[0], step: number, outcome: string): string | null =>
  prediction?.allowed[step]?.some(one => one === outcome) ? (prediction.clauses[step]?.[0] ?? null) : null

const unknown = (kind: string, [before, after]: Pair<string>, [one, other]: Pair<string | null>): Cause => ({
  kind: 'unknown',
  words: `${kind} ${before} ${after} ${one ?? ''} ${other ?? ''}`,
})

function difference(
  test: Test,
  observed: Pair<Observation>,
  { targets, predictions }: Union,
): KernelDifference | undefined {
  const predicted = predictions.get(test.id) ?? [undefined, undefined]
  const step = firstStep(test, observed, predicted)
  if (step === undefined) return undefined
  const outcomes = both(observed, one => said(one, step))
  const clauses: Pair<string | null> = [
    clauseOf(predicted[0], step, outcomes[0]),
    clauseOf(predicted[1], step, outcomes[1]),
  ]
  const isExplained = clauses.every(clause => clause !== null)
  const cause = isExplained ? causeOf(targets, test.program, step) : undefined
  const program = { ops: upTo(test.program.ops, step) }
  const kind = test.program.ops[step]?.kind ?? ''
  const { id, law } = test
  return { id, law, program, step, outcomes, clauses, cause: cause ?? unknown(kind, outcomes, clauses) }
}

/** What changed from the first kernel to the second, by what both were seen to do with the same programs. */
export function compare(union: Union, [before, after]: Pair<ObservationsByTest>): Compared {
  const { tests } = union.suite
  const differences: KernelDifference[] = []
  const lost: Test[] = []
  for (const test of tests) {
    const [a, b] = [before.get(test.name), after.get(test.name)]
    if (!isJudged(test, a) || !isJudged(test, b)) lost.push(test)
    else differences.push(...[difference(test, [a, b], union)].filter(one => one !== undefined))
  }
  const differ = differences.length
  return {
    programs: tests.length,
    same: tests.length - differ - lost.length,
    differ,
    lost: lost.length,
    laws: comparedLaws(union, differences, lost),
    changes: mergeDifferences(differences),
  }
}

type OfLaw = { readonly law: string }

/** What became of the programs of each law that has any. */
function comparedLaws(
  { suite: { laws, tests } }: Union,
  differ: readonly OfLaw[],
  lost: readonly OfLaw[],
): readonly ComparedLaw[] {
  const count = (all: readonly OfLaw[], name: string): number => all.filter(({ law }) => law === name).length
  return laws
    .map(({ name, place }) => ({
      law: name,
      place,
      programs: count(tests, name),
      differ: count(differ, name),
      lost: count(lost, name),
    }))
    .filter(({ programs }) => programs > 0)
}
