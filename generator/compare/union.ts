import { missing } from '../../specs/needs.js'
import type { Allowed } from '../../specs/outcome.js'
import type { Program } from '../../specs/program.js'
import type { Target } from '../../specs/target.js'
import { programId } from '../suite/codec.js'
import type { Law, Suite, Test } from '../suite/suite.js'
import { isSmaller, predictedCause, shrink } from './minimize.js'
import { both, type Pair, type Predictions, predictBoth } from './pair.js'

/** One suite for both kernels, with what the model says of each of its programs on either. */
export type Union = {
  readonly targets: Pair<Target>
  readonly suite: Suite
  /** How many programs need what one of the two lacks. */
  readonly notRun: number
  /** By the id of the program. */
  readonly predictions: ReadonlyMap<string, Predictions>
}

type DrawnProgram = { readonly law: string; readonly program: Program }

/** For each reason to tell the targets apart its smallest program. */
function smallestOf(targets: Pair<Target>, tests: readonly DrawnProgram[]): readonly DrawnProgram[] {
  const found = new Map<string, DrawnProgram>()
  for (const one of tests) {
    const cause = predictedCause(targets, one.program)
    if (cause === undefined) continue
    const key = JSON.stringify(cause)
    const before = found.get(key)
    if (before === undefined || isSmaller(one.program, before.program)) found.set(key, one)
  }
  return [...found.values()]
}

/** The smallest programs made smaller still, so that they are run, too. */
const shrunk = (targets: Pair<Target>, tests: readonly DrawnProgram[]): readonly DrawnProgram[] =>
  smallestOf(targets, tests).flatMap(({ law, program }) => {
    const small = shrink(targets, program)
    return small === undefined ? [] : [{ law, program: small }]
  })

/** What the C of both is to expect: whatever is allowed on one of the two; the kernels are compared, not judged. */
function allowedOnEither([a, b]: Predictions, step: number): readonly Allowed[] {
  return [...new Set([...(a?.allowed[step] ?? []), ...(b?.allowed[step] ?? [])])]
}

function testOf({ law, program }: DrawnProgram, id: string, index: number, predictions: Predictions): Test {
  return {
    name: `${law.replaceAll('-', '_')}_${index}`,
    law,
    id,
    program,
    allowed: program.ops.map((_, step) => allowedOnEither(predictions, step)),
    clauses: program.ops.map(() => []),
  }
}

/** The programs of two suites, each once, and for each that tells the targets apart the smallest that does. */
export function union(suites: Pair<Suite>): Union {
  const targets = both(suites, ({ target }) => target)
  const drawn = suites.flatMap(({ tests }) => tests)
  const all = new Map<string, DrawnProgram>()
  for (const one of [...drawn, ...shrunk(targets, drawn)]) {
    const id = programId(one.program)
    if (!all.has(id) && targets.every(target => missing(target, one.program) === null)) all.set(id, one)
  }
  const predictions = new Map([...all].map(([id, { program }]) => [id, predictBoth(targets, program)]))
  const laws = [...new Map(suites.flatMap(({ laws }) => laws).map(law => [law.name, law])).values()].sort(
    byName,
  )
  const tests = laws.flatMap(({ name }) =>
    [...all]
      .filter(([, { law }]) => law === name)
      .map(([id, one], index) => testOf(one, id, index, predictions.get(id) ?? [undefined, undefined])),
  )
  const notRun = new Set(drawn.map(({ id }) => id).filter(id => !all.has(id))).size
  const suite = { target: targets[0], seed: suites[0].seed, laws, tests, notRunnable: [] }
  return { targets, suite, notRun, predictions }
}

const byName = (a: Law, b: Law): number => (a.name < b.name ? -1 : 1)
