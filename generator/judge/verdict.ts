import { bracketOf } from '../../specs/designs/choices.js'
import { clausesOf } from '../../specs/model/clauses.js'
import type { Spec } from '../../specs/spec.js'
import { readObservations, readReports, readStrange, readTimes, readUnreported } from '../guest/ktap.js'
import { standsIn } from '../shared/paths.js'
import type { Law, Suite, Test } from '../suite/suite.js'
import { judgeBaseline } from './baseline.js'
import type { SavedRun } from './bundle.js'
import { causesOf, type DivergenceCause } from './causes.js'
import { judgeClaims } from './claims.js'
import { judgeFixes } from './fixes.js'
import { hangsOn } from './hangs-on.js'
import { type Judgement, judge } from './judge.js'
import { type ExpectedFailure, isAboutTarget, type Lack } from './known.js'
import { openedKinds, unopenedNotes } from './opened.js'
import type { FailOn, KernelResult, Result, ResultFinding, RunVerdict } from './result.js'
import { firstOutcomesOf, recountBy, retriedIn } from './retries.js'
import { testResults } from './test-results.js'

/** What one kernel gave, judged. */
export type JudgedKernel = {
  readonly kernel: KernelResult
  readonly findings: readonly ResultFinding[]
  /** The clauses that decided an outcome that was observed. */
  readonly seen: readonly string[]
}

/** What judging needs beside the saved run itself. */
export type JudgeContext = {
  readonly specs: readonly Spec[]
  readonly known: readonly ExpectedFailure[]
  readonly lacks: readonly Lack[]
  /** What is expected to fail, beside what is known. */
  readonly baseline?: readonly ExpectedFailure[]
  /** The command that replays the program of an id on a kernel. */
  readonly replay: (id: string, ref: string) => string
  /** What a reader should know beside what the run says itself. */
  readonly notes: readonly string[]
  readonly seconds: () => Readonly<Record<string, number>>
  readonly suite: string
  readonly suiteId: string
  readonly folder: string
  /** The tests as the program had them that ran, where the suite is no longer the same. */
  readonly ran?: readonly Test[]
  /** The tests that nobody can judge, by name. */
  readonly unsaid?: ReadonlySet<string>
}

/** A run that is to be judged; its console is null where nobody knows what the kernel printed. */
export type Judgeable = Omit<SavedRun, 'made' | 'console'> & { readonly console: string | null }

/** Judges a run, just made or saved: the same log gives the same verdict. */
export function judgeRun(run: Judgeable, bench: JudgeContext): JudgedKernel {
  const { suite, channel, console, lost: guests, origin } = run
  const observations = judgeable(readObservations(channel, bench.ran ?? suite.tests), bench.unsaid)
  const known = [...bench.known, ...(bench.baseline ?? [])]
  const about = known.filter(one => isAboutTarget(one, suite.target, origin.release))
  const round = run.retries === undefined ? [] : retriedIn(run.retries, bench.ran ?? suite.tests)
  const recount = recountBy(run.retries, round)
  const judgement = judge(suite, { specs: bench.specs, known: about, recount }, observations)
  const laws = new Map(suite.laws.map(law => [law.name, law]))
  const tests = new Map(suite.tests.map(test => [test.name, test]))
  const flaky = new Set(
    suite.tests.filter((_, at) => judgement.statuses[at] === 'flaky').map(({ name }) => name),
  )
  const findings = judgement.divergences.map((one): ResultFinding => {
    const { claim = '', place = '' } = laws.get(one.law) ?? {}
    const { why, cite } = about.find(({ file }) => file === one.known) ?? one
    const again = judgement.again.get(one.test)
    const ops = tests.get(one.test)?.program.ops ?? []
    const hangs = one.known === null ? hangsOn(suite.target, { ...one, ops }) : undefined
    return {
      ...one,
      why,
      cite,
      kernel: origin.ref,
      claim,
      place,
      ops,
      ...(hangs === undefined ? {} : { hangsOn: hangs }),
      outcomes: firstOutcomesOf(observations.get(one.test), one.test, round),
      isFlaky: flaky.has(one.test),
      ...(again === undefined ? {} : { again }),
      replay: `${bench.replay(one.program, origin.ref)}${saidOption(suite.target)}`,
    }
  })
  const unsettled = new Set([
    ...findings.filter(({ known }) => known === null).map(({ law }) => law),
    ...suite.tests.filter(({ name }) => observations.get(name)?.end !== 'done').map(({ law }) => law),
  ])
  const fixes = judgeFixes(
    { target: suite.target, release: origin.release, untold: readUnreported(channel) },
    bench.lacks,
  )
  const hit = new Set(judgement.seen)
  const strange = readStrange(channel)
  const designs = designsOf(suite.target)
  const claims = [...judgeClaims(suite, observations), ...fixes.claims]
  return {
    findings,
    seen: judgement.seen,
    kernel: {
      ...origin,
      abi: suite.target.abi,
      errata: suite.target.errata,
      ...(designs.length === 0 ? {} : { designs }),
      ...(strange.length === 0 ? {} : { strange }),
      programs: suite.tests.length,
      agreed: judgement.agreed,
      diverged: judgement.diverged,
      known: judgement.known,
      flaky: judgement.flaky,
      lost: judgement.lost,
      retried: judgement.again.size,
      notRetried: run.retries === undefined ? 0 : notRetried(judgement),
      leftOut: run.leftOut ?? [],
      baseline: judgeBaseline(bench.baseline ?? [], { ...run, judgement }),
      tests: testResults(suite, judgement, observations, {
        ...(bench.unsaid === undefined ? {} : { unsaid: bench.unsaid }),
        times: readTimes(channel),
      }),
      notRunnable: suite.notRunnable,
      laws: settled(suite.laws, unsettled),
      cases: settled(
        suite.laws.filter(({ place }) => standsIn(place, 'cases')),
        unsettled,
      ),
      clauses: judgement.clauses,
      unseen: Object.keys(clausesOf(suite.target)).filter(id => !hit.has(id)),
      claims,
      brokenClaims: claims.filter(({ verdict }) => verdict === 'broken').length,
      reports: [console ?? '', ...(run.retries?.guests ?? []).map(one => one.console)].flatMap(readReports),
      missing: [...guests, ...(console === null ? [withoutConsole] : [])],
      notes: [
        ...saidNotes(suite.target, designs),
        ...run.notes,
        ...fixes.notes,
        ...unopenedNotes(suite),
        ...bench.notes,
      ],
      seconds: bench.seconds(),
      sockets: openedKinds(suite.target),
      suite: bench.suite,
      suiteId: bench.suiteId,
      folder: bench.folder,
    },
  }
}

/** The proposals of a target by name, with what was chosen of them. */
const designsOf = ({ designs, choices }: Suite['target']): readonly string[] =>
  designs.map(name => `${name}${bracketOf(name, choices)}`)

/** What a command that judges the same kernel is told of it. */
const saidOption = (target: Suite['target']): string =>
  target.isSaid === true ? ` --design '${designsOf(target).join(',') || 'none'}'` : ''

const saidNotes = ({ isSaid }: Suite['target'], designs: readonly string[]): readonly string[] =>
  isSaid === true
    ? [`judged as ${designs.join(', ') || 'merged'}, as --design says, whatever its guest found`]
    : []

type AllObservations = ReturnType<typeof readObservations>

const judgeable = (all: AllObservations, unsaid: JudgeContext['unsaid']): AllObservations =>
  unsaid === undefined ? all : new Map([...all].filter(([name]) => !unsaid.has(name)))

/** What diverged or was lost, and was not run again. */
const notRetried = ({ statuses, again }: Judgement): number =>
  Math.max(0, statuses.filter(one => one !== 'agreed' && one !== 'known').length - again.size)

const withoutConsole = 'there is no console.log, so nobody knows what the kernel itself reported'

/** How many laws there are, and of how many every program agrees. */
const settled = (laws: readonly Law[], unsettled: ReadonlySet<string>): KernelResult['laws'] => ({
  agreed: laws.filter(({ name }) => !unsettled.has(name)).length,
  total: laws.length,
})

/** What is said of a run as a whole: where it is left, when it was judged, and the kernels that could not be had. */
type Frame = {
  readonly folder: string
  readonly judgedAt: Date
  readonly unavailable?: Result['unavailable']
  readonly failOn?: FailOn
}

/** The record of a run of one kernel or more, and of those that could not be had. */
export function resultOf(
  runs: readonly JudgedKernel[],
  suites: readonly Suite[],
  { folder, judgedAt, unavailable = [], failOn = 'incomplete' }: Frame,
): Result {
  const kernels = runs.map(({ kernel }) => kernel)
  const divergences = runs.flatMap(({ findings }) => findings)
  return {
    verdict: verdictOf(kernels, unavailable.length),
    failOn,
    seed: suites[0]?.seed ?? 0,
    judgedAt: judgedAt.toISOString(),
    kernels,
    unavailable,
    laws: new Set(suites.flatMap(({ laws }) => laws.map(({ name }) => name))).size,
    clauses: {
      hit: new Set(runs.flatMap(({ seen }) => seen)).size,
      total: new Set(suites.flatMap(({ target }) => Object.keys(clausesOf(target)))).size,
    },
    divergences,
    causes: causesOf({ divergences }).map(describeCause),
    folder,
  }
}

function describeCause({ smallest, others }: DivergenceCause): NonNullable<Result['causes']>[number] {
  const all = [smallest, ...others]
  return {
    kernel: smallest.kernel,
    test: smallest.test,
    programs: all.length,
    tests: all.map(({ test }) => test),
    laws: [...new Set(all.map(({ law }) => law))],
  }
}

/** A difference is told before what is missing, and what is missing is never passing. */
function verdictOf(kernels: readonly KernelResult[], unavailable: number): RunVerdict {
  if (kernels.some(isDiverging)) return 'diverge'
  if (unavailable > 0 || kernels.length === 0 || kernels.some(isIncomplete)) return 'incomplete'
  if (kernels.some(({ flaky }) => flaky > 0)) return 'flaky'
  return kernels.every(({ programs, agreed, known }) => programs === agreed + known) ? 'agree' : 'incomplete'
}

const isDiverging = ({ diverged, reports, brokenClaims, baseline }: KernelResult): boolean =>
  diverged > 0 ||
  reports.length > 0 ||
  brokenClaims > 0 ||
  baseline.some(({ verdict }) => verdict === 'stale')

const isIncomplete = ({ programs, lost, missing }: KernelResult): boolean =>
  programs === 0 || lost > 0 || missing.length > 0
