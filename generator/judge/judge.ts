import { clauseOf } from '../../specs/clause-of.js'
import { type clauses, clausesOf } from '../../specs/model/clauses.js'
import { initialState } from '../../specs/model/initial-state.js'
import { step as model } from '../../specs/model/step.js'
import { follow, type Position } from '../../specs/model/walk.js'
import { type Allowed, covers, type Outcome } from '../../specs/outcome.js'
import type { Program } from '../../specs/program.js'
import type { Spec } from '../../specs/spec.js'
import type { Target } from '../../specs/target.js'
import type { Observation, Suite, Test } from '../suite/suite.js'
import type { ExpectedFailure } from './known.js'
import type { Retry, TestResult } from './result.js'

/** An observed outcome that the model does not allow, or a trace that breaks its law although each outcome is allowed. */
export type Divergence = {
  readonly law: string
  readonly test: string
  /** Content id of the program. */
  readonly program: string
  /** The op; null where the law itself does not hold. */
  readonly step: number | null
  /** An outcome, or `hang`, `crash`, or `law broken`; STUCK of an op that was due and did not return. */
  readonly observed: string
  /** Where the threads were in the kernel of a program with an op that is stuck. */
  readonly stacks?: readonly string[]
  readonly allowed: readonly string[]
  /** The clause that decided, what it says and where that stands. */
  readonly clause: string
  readonly why: string
  readonly cite: string
  /** The entry of specs/known that explains it, by its file name. */
  readonly known: string | null
}

/** `known`: all that differs is explained; `flaky`: it differed or was lost, and not each time; `lost`: nobody knows what it would have given. */
export type Status = TestResult['status']

/** A suite's verdict; tests = agreed + diverged + known + flaky + lost. */
export type Judgement = {
  /** What became of each test, in their order. */
  readonly statuses: readonly Status[]
  /** How those did that ran again, by their names. */
  readonly again: ReadonlyMap<string, Retry>
  readonly divergences: readonly Divergence[]
  readonly agreed: number
  readonly diverged: number
  readonly known: number
  readonly flaky: number
  readonly lost: number
  /** The clauses that decided an outcome that was observed. */
  readonly seen: readonly string[]
  /** How many these are, of all that the model has. */
  readonly clauses: { readonly hit: number; readonly total: number }
}

/** Where a trace leaves the model: the op, what was allowed instead, and the clauses that say so. */
type ModelDifference = {
  readonly step: number
  readonly observed: Outcome
  readonly allowed: readonly Allowed[]
  readonly clauses: readonly (keyof typeof clauses)[]
}

/**
 * Every step at which the outcomes leave the model.
 * After a difference the walk goes on as if an allowed outcome had happened, so that one does not hide the next.
 */
export function diff(
  target: Target,
  program: Program,
  outcomes: readonly Outcome[],
): readonly ModelDifference[] {
  const found: ModelDifference[] = []
  let live: readonly Position[] = [initialState]
  for (const index of program.ops.keys()) {
    const observed = outcomes[index]
    if (observed === undefined) break
    const branches = follow(target, live, { ops: program.ops, index }, model)
    // After what was observed the model says nothing any more, though it would have after another outcome.
    if (branches.length === 0) break
    const agreeing = branches.filter(branch => covers(branch.outcome, observed))
    if (agreeing.length === 0) {
      const allowed = [...new Set(branches.map(branch => branch.outcome))]
      found.push({
        step: index,
        observed,
        allowed,
        clauses: [...new Set(branches.map(({ clause }) => clause))],
      })
    }
    live = (agreeing.length > 0 ? agreeing : branches).map(branch => branch.next)
  }
  return found
}

type JudgedStep = Pick<Divergence, 'step' | 'observed' | 'stacks' | 'allowed' | 'clause'>

const quote = (ids: readonly string[]): Pick<Divergence, 'clause' | 'why' | 'cite'> => {
  const [first = ''] = ids
  const clause = clauseOf(first)
  return { clause: first, why: clause?.says ?? '', cite: clause?.cite ?? '' }
}

/** Whether each outcome is the only one that was allowed: then the model was never in doubt, and need not be asked again. */
const isForeseen = ({ allowed }: Test, outcomes: readonly Outcome[]): boolean =>
  allowed.length === outcomes.length &&
  allowed.every(([only, ...others], index) => {
    const observed = outcomes[index]
    return only !== undefined && others.length === 0 && observed !== undefined && covers(only, observed)
  })

const differencesIn = (
  { program }: Test,
  target: Target,
  outcomes: readonly Outcome[],
): readonly JudgedStep[] =>
  diff(target, program, outcomes).map(({ clauses, ...difference }) => ({
    ...difference,
    clause: clauses[0] ?? '',
  }))

/** What a finished test has to say: the steps that leave the model, or else the law if the trace breaks it. */
function findings(
  test: Test,
  spec: Spec,
  target: Target,
  outcomes: readonly Outcome[],
): readonly JudgedStep[] {
  const differences = isForeseen(test, outcomes) ? [] : differencesIn(test, target, outcomes)
  if (differences.length > 0) return differences
  const trace = test.program.ops.map((op, index) => ({ op, outcome: outcomes[index] ?? ('OK' as const) }))
  if (spec.holds(trace, target)) return []
  return [{ step: null, observed: 'law broken', allowed: [], clause: test.clauses.at(-1)?.[0] ?? '' }]
}

/** Whether an op was due and did not return; a program may hang after its last one, too. */
const isStuck = ({ program }: Test, end: Observation['end'], outcomes: readonly Outcome[]): boolean =>
  end === 'hang' && outcomes.length < program.ops.length

/** A test that the kernel did not let come to its end is a finding about the kernel, at the op that it did not answer. */
const unfinished = (test: Test, { end, outcomes, detail, stacks }: Observation): JudgedStep => ({
  step: outcomes.length,
  observed: isStuck(test, end, outcomes) ? 'STUCK' : detail === '' ? end : `${end}, ${detail}`,
  ...(stacks === undefined ? {} : { stacks }),
  allowed: test.allowed[outcomes.length] ?? [],
  clause: test.clauses[outcomes.length]?.[0] ?? '',
})

const explains = (
  known: ExpectedFailure,
  { law, id, program }: Test,
  target: Target,
  { step, clause, observed, allowed }: JudgedStep,
): boolean =>
  (known.law === undefined || known.law === law) &&
  (known.program === undefined || known.program === id) &&
  (known.clause === undefined || known.clause === clause) &&
  (known.op === undefined ||
    program.ops.slice(0, step ?? program.ops.length).some(({ kind }) => kind === known.op)) &&
  (known.observed === undefined || known.observed === observed) &&
  (known.allowed === undefined || allowed.includes(known.allowed)) &&
  (known.abi === undefined || (target.abi >= known.abi[0] && target.abi <= known.abi[1]))

/** What became of one test; a lost one has no divergences, and does not agree either. */
export type JudgedTest = {
  readonly test: Test
  readonly end: 'judged' | 'lost'
  readonly divergences: readonly Divergence[]
}
/** What one test is judged by. */
type TestOracle = {
  readonly spec: Spec
  readonly target: Target
  readonly known: readonly ExpectedFailure[]
}

/** Judges what was observed of one test by the model, by its law, and by what is known. */
export function judgeTest(
  test: Test,
  { spec, target, known }: TestOracle,
  observation: Observation | undefined,
): JudgedTest {
  const isWhole = observation?.end === 'done' && observation.outcomes.length === test.program.ops.length
  const isEnded = observation?.end === 'hang' || observation?.end === 'crash'
  if (observation === undefined || !(isWhole || isEnded)) return { test, end: 'lost', divergences: [] }
  const found = isWhole
    ? findings(test, spec, target, observation.outcomes)
    : [...differencesIn(test, target, observation.outcomes), unfinished(test, observation)]
  const divergences = found.map(finding => ({
    law: test.law,
    test: test.name,
    program: test.id,
    ...finding,
    ...quote([finding.clause]),
    known: known.find(entry => explains(entry, test, target, finding))?.file ?? null,
  }))
  return { test, end: 'judged', divergences }
}

/** What became of a test that ran once. */
export function statusOf({ end, divergences }: JudgedTest): Status {
  if (end === 'lost') return 'lost'
  if (divergences.length === 0) return 'agreed'
  return divergences.some(({ known }) => known === null) ? 'diverged' : 'known'
}

/** Judges what was observed of a test. */
export type JudgeOne = (test: Test, observation: Observation | undefined) => JudgedTest

/** What counts of a test, and how it did if it ran again. */
export type CountedTest = { readonly status: Status; readonly judged: JudgedTest; readonly again?: Retry }

/** What counts of a test that was judged as it ran first. */
export type Recount = (test: Test, first: JudgedTest, judgeOne: JudgeOne) => CountedTest

const once: Recount = (_, first) => ({ status: statusOf(first), judged: first })
/** What a suite is judged by. */
type SuiteOracle = {
  readonly specs: readonly Spec[]
  readonly known: readonly ExpectedFailure[]
  readonly recount?: Recount | undefined
}

/** Judges what was observed of a suite. What is missing is lost, never agreed. */
export function judge(
  suite: Suite,
  { specs, known, recount = once }: SuiteOracle,
  observations: ReadonlyMap<string, Observation>,
): Judgement {
  const byName = new Map(specs.map(spec => [spec.name, spec]))
  const judgeOne: JudgeOne = (test, observation) => {
    const spec = byName.get(test.law)
    if (spec === undefined) throw new Error(`no law ${test.law}`)
    return judgeTest(test, { spec, target: suite.target, known }, observation)
  }
  const counted = suite.tests.map(test =>
    recount(test, judgeOne(test, observations.get(test.name)), judgeOne),
  )
  const seen = counted.map(({ judged }) => judged).filter(({ end }) => end === 'judged')
  const statuses = counted.map(({ status }) => status)
  const count = (status: Status): number => statuses.filter(one => one === status).length
  const hit = new Set(seen.flatMap(({ test }) => test.clauses.flat()))
  return {
    divergences: seen.flatMap(({ divergences }) => divergences),
    statuses,
    again: new Map(
      counted.flatMap(({ judged: { test }, again }) => (again === undefined ? [] : [[test.name, again]])),
    ),
    agreed: count('agreed'),
    diverged: count('diverged'),
    known: count('known'),
    flaky: count('flaky'),
    lost: count('lost'),
    seen: [...hit].sort(),
    clauses: { hit: hit.size, total: Object.keys(clausesOf(suite.target)).length },
  }
}
