import { describe } from '../suite/describe.js'
import { changedSteps } from './comparison.js'
import { plural } from './plural.js'
import type { BrokenLaw, SeriesResult, SeriesStep, ToolCheck, VotedChange } from './series-result.js'

/** The exit codes of judge; 2 is also what our own failures exit with. */
export const seriesCodes = { agree: 0, diverge: 1, incomplete: 2 } as const satisfies Record<
  SeriesResult['verdict'],
  number
>

/** What a series does as text for people: its base, each patch, and the verdict in the last line. */
export function seriesText(series: SeriesResult): string {
  const { tree, by, base, patches, folder } = series
  return [
    `${tree}, from ${base.commit.slice(0, 12)} (by ${by})`,
    [`base  ${base.subject}`, ...aboutStep(base)].join('\n'),
    ...patches.map(step =>
      [
        `${step.number}/${patches.length}  ${step.commit.slice(0, 12)} ${step.subject}`,
        ...aboutStep(withoutNotesOf(base, step)),
      ].join('\n'),
    ),
    ...(folder === '' ? [] : [`  run  ${folder}`]),
    seriesVerdict(series),
  ].join('\n\n')
}

/** What was said of the base already is not said again. */
const withoutNotesOf = ({ notes }: SeriesStep, step: SeriesStep): SeriesStep => ({
  ...step,
  notes: step.notes.filter(note => !notes.includes(note)),
})

/** A commit after its name, line by line. */
export function aboutStep(step: SeriesStep): readonly string[] {
  return [
    `  ${stateOf(step)}`,
    ...step.breaks.flatMap(brokenText),
    ...step.unsure.map(what => `  not sure: ${what}`),
    ...step.faults.map(what => `  at fault, and its parent is not: ${what}`),
    ...step.mends.map(law => `  mends ${law}`),
    ...(step.number === 0 || step.state !== 'judged' ? [] : changesText(step)),
    ...(step.ahead.length === 0 || step.state !== 'judged'
      ? []
      : [
          `  new here, not judged, as no law speaks of it: ${step.ahead.join(', ')} (${plural(step.notJudged, 'program')} left out)`,
        ]),
    ...step.checks.filter(({ status }) => status !== 'pass').flatMap(checkText),
    ...step.missing.map(what => `  missing: ${what}`),
    ...step.notes.map(note => `  note: ${note}`),
  ]
}

function stateOf(step: SeriesStep): string {
  const { state, why, agreed, programs, known, diverged, flaky, lost, abi, release } = step
  if (state === 'not-built') return `does not build: ${why}`
  if (state === 'not-run') return `builds, and has no verdict: ${why}`
  if (state === 'same') return 'compiled; the same kernel as its parent, byte for byte, so it does the same'
  const rest = [
    [diverged, 'diverge'],
    [known, 'known'],
    [flaky, 'flaky'],
    [lost, 'lost'],
  ] as const
  const counts = rest.filter(([count]) => count > 0).map(([count, what]) => `, ${count} ${what}`)
  return `compiled, boots (${release}, ABI ${abi}), ${agreed} of ${programs} programs agree${counts.join('')}`
}

/** A law that a patch breaks, with its smallest program. */
export function brokenText(one: BrokenLaw): readonly string[] {
  const { law, claim, place, programs, ops, step, observed, allowed, clause, why, cite, votes, replay } = one
  return [
    `  breaks ${law}: ${claim} (${place})`,
    ...ops.map((op, index) => {
      const differs = index === step ? `  gives ${observed}, allowed is ${allowed.join(' or ')}` : ''
      return `     ${String(index).padStart(2)}  ${describe(op)}${differs}`
    }),
    ...(step === null ? [`     ${observed}`] : []),
    `     by ${clause}: ${why} (${cite})`,
    `     ${plural(programs, 'program')} of this law; ${votes}`,
    `     replay: ${replay}`,
  ]
}

function changesText({ changes, compared, clauses }: SeriesStep): readonly string[] {
  if (changes.length === 0)
    return [`  no difference to its parent in ${plural(compared, 'program')}, ${plural(clauses, 'clause')}`]
  return [
    `  ${plural(changes.length, 'thing')} changed against its parent, A, in ${plural(compared, 'program')}:`,
    ...changes.flatMap(changeLines),
  ]
}

const changeLines = (one: VotedChange, index: number): readonly string[] => [
  `  ${index + 1}. ${one.kind === 'unknown' ? unexplained(one) : `${one.says} (${one.cite})`}`,
  ...changedSteps(one),
  `     ${plural(one.programs, 'program')} of ${one.laws.join(', ')}; ${one.votes}`,
  `     replay: ${one.replay}`,
]

/** What nothing that the two kernels report explains is what the patch does. */
function unexplained({ ops, outcomes: [before, after], clauses: [a, b] }: VotedChange): string {
  const clause = b ?? a
  const by = clause === null ? '' : ` (${clause.clause}: ${clause.cite})`
  return `${ops.at(-1)?.kind ?? 'a call'} gives ${after}, and ${before} without the patch${by}`
}

const checkText = ({ tool, status, summary, details }: ToolCheck): readonly string[] => [
  `  ${tool}: ${status === 'skip' ? `not run: ${summary}` : summary}`,
  ...details.slice(0, 10).map(line => `     ${line}`),
]

/** The verdict in a line. */
export function seriesVerdict(series: SeriesResult): string {
  const { verdict, patches } = series
  const words = { agree: agreeing, diverge: diverging, incomplete }[verdict](series)
  const unjudged = verdict !== 'incomplete' && patches.some(({ notJudged }) => notJudged > 0)
  return `${words}${unjudged ? '; what is new in it was not judged' : ''} (exit code ${seriesCodes[verdict]})`
}

const agreeing = ({ patches }: SeriesResult): string =>
  `No patch breaks a law: ${plural(patches.length, 'patch', 'patches')}`

function diverging({ patches, stillBroken }: SeriesResult): string {
  const numbers = (all: readonly SeriesStep[]): string => all.map(({ number }) => number).join(', ')
  const [guilty, faulty] = [
    patches.filter(({ breaks }) => breaks.length > 0),
    patches.filter(({ faults }) => faults.length > 0),
  ]
  const end =
    stillBroken.length > 0
      ? `at the end of the series broken: ${stillBroken.join(', ')}`
      : 'a later one mends all of them, but the series cannot be bisected there'
  return [
    ...(guilty.length === 0
      ? []
      : [
          `${guilty.length === 1 ? 'Patch' : 'Patches'} ${numbers(guilty)} ${guilty.length === 1 ? 'breaks' : 'break'} laws; ${end}`,
        ]),
    ...(faulty.length === 0
      ? []
      : [`From patch ${numbers(faulty)} on the kernel is at fault with more than its parent`]),
  ].join('; ')
}

const hasNone = ({ state }: SeriesStep): boolean => state === 'not-built' || state === 'not-run'

function incomplete({ base, patches }: SeriesResult): string {
  if (hasNone(base))
    return `No verdict: the base itself ${base.state === 'not-built' ? 'does not build' : 'does not run'}`
  const none = patches.filter(hasNone).map(({ number }) => number)
  return `No verdict: ${none.length > 0 ? `${none.join(', ')} could not be judged` : 'programs or guests were lost, or did not give the same each time'}`
}
