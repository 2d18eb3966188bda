import { newestAbi } from '../../specs/additions.js'
import { namesOf } from '../../specs/names-of.js'
import { rulesetAttr } from '../../specs/uapi/landlock.js'
import { causesOf, type DivergenceCause } from '../judge/causes.js'
import { entryOf, exitCodeOf, type KernelResult, type Result, type ResultFinding } from '../judge/result.js'
import { totalOf } from '../shared/clock.js'
import { inLines } from '../shared/printable.js'
import { describe } from '../suite/describe.js'
import { describeBaselineEntry, describeLeftOut } from './kernel-checks.js'
import { plural } from './plural.js'

/** A result as text for people: the findings, then what was seen on each kernel, then the verdict. */
export function terminal(foreign: Result): string {
  const result = inLines(foreign)
  const explained = result.divergences.filter(({ known }) => known !== null)
  return [
    ...beforehand(result.kernels),
    ...causesOf(result).map(causeText),
    ...byEntry(explained),
    ...result.kernels.map(kernel),
    ...result.unavailable.map(({ ref, code, why }) => `${ref}: ${code}: ${why}`),
    verdictLine(result),
  ].join('\n\n')
}

/** What nothing is said about, before all that is said. */
export const beforehand = (kernels: readonly KernelResult[]): readonly string[] =>
  kernels.flatMap(one => [
    ...aheadOf(one),
    ...strangeIn(one),
    ...(one.leftOut.length === 0
      ? []
      : [
          `${one.ref}: ${one.programs} programs ran, and nothing is said of others: ${describeLeftOut(one.leftOut)}`,
        ]),
  ])

const aheadOf = ({ ref, abi }: KernelResult): readonly string[] =>
  abi > newestAbi
    ? [
        `${ref}: ABI ${abi} is newer than any that the specs know: it is judged as ABI ${newestAbi}, and nothing is said of what came after it`,
      ]
    : []

/** A field where one of the merged ones is moves that. */
function strangeWords(words: string): string {
  const byte = Number(/^field at byte (\d+)$/.exec(words)?.[1])
  const moved = namesOf(rulesetAttr).find(name => rulesetAttr[name].offset === byte)
  if (moved === undefined) return `a ${words}`
  return `a field for sockets at byte ${byte}, which moves ${moved}: every caller built against ABI ${rulesetAttr[moved].abi} breaks`
}

/** What a kernel has that looks like a proposal, and is not judged as one. */
const strangeIn = ({ ref, strange = [], designs = [] }: KernelResult): readonly string[] =>
  strange.length === 0
    ? []
    : [
        `${ref}: ${designs.length === 0 ? 'no design found' : `judged as ${designs.join(', ')}, which is not all that it is`}: it has ${strange.map(strangeWords).join(', and ')}${designs.length === 0 ? '; --design NAME says what it implements' : ''}`,
      ]

/** A finding as lines for people. */
export function findingLines(one: ResultFinding): readonly string[] {
  return [
    `${one.kernel}: ${one.law} ${one.isFlaky ? 'is flaky' : 'does not hold'}`,
    `  ${one.claim}`,
    `  ${one.place}`,
    `  program ${one.program} (${one.test})`,
    ...one.ops.map((op, index) => step(one, describe(op), index)),
    `  ${one.step === null ? 'the trace breaks the law' : `step ${one.step}`}: observed ${one.observed}, allowed only ${one.allowed.join(' | ') || 'what the law says'}`,
    ...(one.stacks ?? []).map(stack => `    stack of ${stack}`),
    `  ${one.clause}: ${one.why}`,
    `    ${one.cite}`,
    ...(one.hangsOn === undefined ? [] : [`  hangs on an open decision: ${one.hangsOn}`]),
    ...(one.again === undefined ? [] : [`  run again: ${one.again.words}; ${one.again.votes.join(', ')}`]),
    `  replay: ${one.replay}`,
  ]
}

const step = ({ step, outcomes, observed }: ResultFinding, words: string, index: number): string =>
  `  ${index === step ? '>' : ' '} ${String(index).padStart(2)}  ${words} → ${outcomes[index] ?? (index === step ? observed : 'not reached')}`

const causeText = (cause: DivergenceCause): string =>
  [...findingLines(cause.smallest), ...othersOf(cause), ...laterIn(cause)].join('\n')

const byCount = (words: readonly string[]): readonly string[] => {
  const counts = new Map<string, number>()
  for (const one of words) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [...counts].map(([one, count]) => (count === 1 ? one : `${one} (${count})`))
}

/** How many programs show the same, and of which laws. */
export const othersOf = ({ others }: Pick<DivergenceCause, 'others'>): readonly string[] =>
  others.length === 0
    ? []
    : [
        `  the same in ${plural(others.length, 'other program')}: ${byCount(others.map(({ law }) => law)).join(', ')}`,
      ]

const laterIn = ({ later }: DivergenceCause): readonly string[] =>
  later.length === 0
    ? []
    : [
        `  after it, in the same programs: ${byCount(
          later.map(
            ({ ops, step, observed, allowed }) =>
              `${step === null ? 'the trace' : (ops[step]?.kind ?? 'a step')} ${observed}, allowed only ${allowed.join(' | ') || 'what the law says'}`,
          ),
        ).join('; ')}`,
      ]

/** What specs/known explains is told in a line per entry and kernel. */
function byEntry(findings: readonly ResultFinding[]): readonly string[] {
  const lines = new Map<string, number>()
  for (const { kernel, known, why, cite } of findings) {
    const line = `${kernel}: known, ${entryOf(known ?? '')}: ${why} (${cite})`
    lines.set(line, (lines.get(line) ?? 0) + 1)
  }
  return [...lines].map(([line, count]) => `${line}, ${plural(count, 'outcome')}`)
}

function kernel(one: KernelResult): string {
  const { programs, agreed, diverged, known, flaky, lost } = one
  return [
    `${one.ref}  ${one.release}  ABI ${one.abi}, errata ${one.errata ?? 'unknown'}${(one.designs ?? []).map(name => `, ${name}`).join('')}  (${one.origin})`,
    ...one.reports.map(line => `  kernel report: ${line}`),
    ...one.missing.map(line => `  missing: ${line}`),
    ...one.notes.map(line => `  note: ${line}`),
    `  programs  ${agreed} of ${programs} agree, ${diverged} diverge, ${known} known, ${lost} lost${flaky === 0 ? '' : `, ${flaky} flaky`}`,
    ...line('retried', retried(one)),
    ...line('left out', describeLeftOut(one.leftOut)),
    ...one.baseline
      .filter(({ verdict }) => verdict !== 'holds')
      .map(entry => `  baseline  ${describeBaselineEntry(entry)}`),
    ...one.notRunnable.map(what => `  not run   ${notRunnable(what)}`),
    `  laws      ${one.laws.agreed} of ${one.laws.total} agree`,
    ...line('cases', cases(one)),
    `  clauses   ${one.clauses.hit} of ${one.clauses.total} seen`,
    ...claims(one),
    ...line('seconds', seconds(one.seconds)),
    ...line('suite', one.suite),
    ...line('run', one.folder),
  ].join('\n')
}

/** What ran again, and what did not. */
function retried({ retried, notRetried, tests }: KernelResult): string {
  if (retried === 0) return ''
  const guests = Math.max(...tests.map(({ again }) => again?.votes.length ?? 0))
  const others = notRetried === 0 ? '' : `; ${notRetried} more did not, and count as they were seen`
  return `${plural(retried, 'program')} in ${plural(guests, 'fresh guest')}${others}`
}

/** Programs that a kernel cannot run, and why. */
export const notRunnable = ({ feature, refused, programs }: KernelResult['notRunnable'][number]): string =>
  `${plural(programs, 'program')}: this kernel has no ${feature.replaceAll('_', ' ')} (${refused})`

/** What is claimed and not done, or done and not claimed, a line each; then how many claims are told at all. */
function claims({ claims }: KernelResult): readonly string[] {
  const made = claims.filter(({ isMade }) => isMade)
  const kept = made.filter(({ verdict }) => verdict === 'kept').length
  const unreported = made.filter(({ verdict }) => verdict === 'untold').map(({ claim }) => claim)
  return [
    ...claims.filter(one => one.verdict === 'broken').map(one => `  CLAIM     ${one.words} (${one.cite})`),
    `  claims    ${kept} of ${made.length} kept${unreported.length === 0 ? '' : `, not told: ${unreported.join(', ')}`}`,
  ]
}

/** What is unknown, as in a saved log, has no line. */
const line = (name: string, text: string): readonly string[] =>
  text === '' ? [] : [`  ${name.padEnd(9)} ${text}`]

const cases = ({ cases: { agreed, total } }: KernelResult): string =>
  total === 0
    ? ''
    : `${agreed} of ${total} kept ${total === 1 ? 'case agrees' : 'cases agree'}, before all other laws`

function seconds(stages: Readonly<Record<string, number>>): string {
  if (Object.keys(stages).length === 0) return ''
  const parts = Object.entries(stages).map(([stage, value]) => `${stage} ${value.toFixed(1)}`)
  return `${parts.join(', ')}: ${totalOf(stages).toFixed(1)} in all`
}

/** The last line: the verdict in words, and the exit code. */
export const verdictLine = (result: Result): string =>
  `${describeVerdict(result)} (exit code ${exitCodeOf(result)}${isLetPass(result) ? ` by --fail-on ${result.failOn}` : ''})`

const isLetPass = (result: Result): boolean => result.verdict !== 'agree' && exitCodeOf(result) === 0

function describeVerdict({ verdict, kernels, unavailable, divergences }: Result): string {
  const total = (countOf: (one: KernelResult) => number): number =>
    kernels.reduce((sum, one) => sum + countOf(one), 0)
  switch (verdict) {
    case 'agree': {
      const leftOut = kernels.flatMap(one => one.leftOut)
      return `Kernel and specs agree${leftOut.length === 0 ? '' : `, as far as was run; left out: ${describeLeftOut(leftOut)}`}`
    }
    case 'flaky':
      return `Flaky: ${plural(
        total(one => one.flaky),
        'program',
      )} differed or got lost, and not each time`
    case 'diverge': {
      const open = divergences.filter(({ known, isFlaky }) => known === null && !isFlaky)
      const causes = causesOf({ divergences: open }).length
      const stale = total(one => one.baseline.filter(entry => entry.verdict === 'stale').length)
      const reports = total(one => one.reports.length)
      const claims = total(one => one.brokenClaims)
      return `Kernel and specs diverge: ${plural(open.length, 'divergence')}${causes === open.length ? '' : ` of ${plural(causes, 'cause')}`}, ${plural(reports, 'kernel report')}, ${plural(claims, 'broken claim')}${stale === 0 ? '' : `, ${stale} of the baseline no longer true`}`
    }
    case 'incomplete': {
      const lost = total(one => one.lost)
      const missing = total(one => one.missing.length)
      const why = [
        ...(unavailable.length === 0 ? [] : [`${plural(unavailable.length, 'kernel')} could not be run`]),
        ...(lost === 0 ? [] : [`${plural(lost, 'program')} lost`]),
        ...(missing === 0 ? [] : [`${plural(missing, 'thing')} missing`]),
      ]
      return `No verdict: ${why.join(', ') || 'nothing was run'}`
    }
  }
}
