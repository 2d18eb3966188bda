import type { Program } from '../../specs/program.js'
import type { Finding } from '../judge/result.js'
import { describe } from '../suite/describe.js'

/** Where a kernel leaves the model: an op, or null for the whole program; what it gave, and what was allowed by which clause. */
type Difference = Pick<Finding, 'law' | 'step' | 'observed' | 'allowed' | 'clause' | 'why' | 'cite'>

/** A finding after it was run again and made small. */
export type Confirmed = {
  /** Content id of the small program. */
  readonly id: string
  readonly program: Program
  readonly divergence: Difference
  /** How many programs showed the same. */
  readonly programs: number
  /** So many of so many replays in a fresh guest gave it again. */
  readonly replayed: number
  readonly replays: number
  readonly folder: string
  /** What became of it among the kept cases, in words. */
  readonly kept: string
}

/** What was reached of a kernel's code: so many edges, and by function how many lead into it. */
export type Reached = { readonly edges: number; readonly functions: Readonly<Record<string, number>> }

/** Programs of one minute and their ops; MB of memory at its end, of this process and of the kernel in a guest. */
type Minute = {
  readonly programs: number
  readonly ops: number
  readonly host: number
  readonly kernel?: number
}

/**
 * Seconds of processors: of this process for all hunts that it had at that time, and of their guests, or of what ran on this kernel. The
 * stages are what this hunt did here, in seconds by the clock.
 */
type Spent = {
  readonly host: number
  readonly kernels: number
  readonly stages: Readonly<Record<string, number>>
}

/** What a hunt came to. */
export type Fuzzed = {
  readonly kernel: string
  readonly release: string
  readonly notes: readonly string[]
  readonly seed: number
  readonly programs: number
  /** Of which so many said too little of themselves to be judged: audit records of theirs were lost. */
  readonly unjudged: number
  /** What the programs of the corpus cover: clauses of the model, pairs of them, edges of the kernel if it counts them. */
  readonly covered: {
    readonly corpus: number
    readonly clauses: number
    readonly pairs: number
    readonly edges: number
  }
  readonly seconds: number
  /** Absent where the kernel has no KCOV. */
  readonly reached?: Reached
  /** The first whole minute and the last one, after two of them. */
  readonly minutes?: { readonly first: Minute; readonly last: Minute }
  readonly spent: Spent
  readonly findings: readonly Confirmed[]
}

/** 0 if nothing was found, 1 if something was. */
export const fuzzExit = ({ findings }: Fuzzed): number => (findings.length === 0 ? 0 : 1)

/** As a person reads it. */
export function fuzzText(fuzzed: Fuzzed): string {
  const {
    kernel,
    release,
    notes,
    programs,
    unjudged,
    covered,
    seconds,
    seed,
    spent,
    minutes,
    reached,
    findings,
  } = fuzzed
  const { corpus, clauses, pairs } = covered
  return [
    `${kernel}  ${release}`,
    ...notes.map(note => `  note: ${note}`),
    `  programs  ${programs} in ${Math.round(seconds)} s, ${Math.round(programs / seconds)} a second, with seed ${seed}`,
    `  host      ${spentText(spent)}`,
    ...(minutes === undefined ? [] : [`  goes on   ${minutesText(minutes)}`]),
    ...(corpus === 0
      ? []
      : [`  covered   ${clauses} clauses, ${pairs} pairs of them, by ${corpus} programs that are kept`]),
    ...(unjudged === 0 ? [] : [`  unjudged  ${unjudged}: records of audit were lost, or the emulator erred`]),
    ...(reached === undefined ? [] : [reachedText(reached)]),
    `  findings  ${findings.length}`,
    ...findings.flatMap(findingText),
    '',
    findings.length === 0
      ? 'Nothing was found (exit code 0)'
      : `Kernel and model differ (exit code ${fuzzExit(fuzzed)})`,
  ].join('\n')
}

const reachedText = ({ edges, functions }: Reached): string =>
  `  reached   ${edges} edges of the kernel's code, in ${Object.keys(functions).length} functions (--json lists them)`

/** What part of the processors' time this process took. */
export const shareOf = ({ host, kernels }: Pick<Spent, 'host' | 'kernels'>): number => host / (host + kernels)

function spentText(spent: Spent): string {
  const all = Object.values(spent.stages).reduce((sum, one) => sum + one, 0)
  const parts = Object.entries(spent.stages).map(
    ([stage, seconds]) => `${stage} ${Math.round((100 * seconds) / all)} %`,
  )
  return `${(100 * shareOf(spent)).toFixed(1)} % of the processors' time, of that ${parts.join(', ')}`
}

function minutesText({ first, last }: NonNullable<Fuzzed['minutes']>): string {
  const memory = ({ host, kernel }: Minute): string =>
    `${Math.round(host)} MB here${kernel === undefined ? '' : `, ${Math.round(kernel)} MB in use in a guest`}`
  const rate = (minute: Minute): string =>
    `${Math.round(rateOf(minute))} a second of ${(minute.ops / minute.programs).toFixed(1)} ops`
  return `${rate(first)} in the first minute, ${rate(last)} in the last; ${memory(first)}; then ${memory(last)}`
}

/** One finding in words, as it goes into a mail. */
export function findingText(finding: Confirmed): readonly string[] {
  const { program, divergence, programs, replayed, replays, folder, kept } = finding
  const { step, observed, allowed, clause, why, cite, law } = divergence
  const flaky = replayed === replays ? '' : `, flaky: ${replayed} of ${replays} replays gave it again`
  const broken = observed === 'law broken' ? `: each outcome is allowed, and together they break ${law}` : ''
  return [
    '',
    `  ${observed}${broken}${allowed.length === 0 ? '' : `, allowed only ${allowed.join(' | ')}`} (${programs} programs${flaky})`,
    ...program.ops.map((op, index) => `  ${index === step ? '>' : ' '} ${index}  ${describe(op)}`),
    ...(clause === '' ? [] : [`    ${clause}: ${why} (${cite})`]),
    `    drawn from ${law}; left in ${folder}; ${kept}`,
  ]
}

const tableHead = [
  '| kernel | programs | time | a second | MB here | MB in a guest | clauses | pairs of clauses | findings |',
  '|---|---|---|---|---|---|---|---|---|',
]

/**
 * What fuzzing came to, for its generated page, a row for each kernel; of speed and memory what was in the first minute and in the last. The rows of
 * other kernels stay as the table before has them.
 */
export function fuzzTable(all: readonly Fuzzed[], before = ''): string {
  const rows = new Map(
    before
      .split('\n')
      .slice(tableHead.length)
      .map(row => [kernelOf(row), row] as const),
  )
  for (const row of all.map(tableRow)) rows.set(kernelOf(row), row)
  return [...tableHead, ...rows.values()].join('\n')
}

/** Of a row of the table, without the release. */
const kernelOf = (row: string): string => row.split(',')[0] ?? ''

function tableRow({ kernel, release, programs, seconds, minutes, covered, findings }: Fuzzed): string {
  const cells = [
    `${kernel}, ${release}`,
    programs,
    `${Math.round(seconds / 60)} min`,
    minutes === undefined ? Math.round(programs / seconds) : firstToLast(minutes, rateOf),
    minutes === undefined ? '' : firstToLast(minutes, ({ host }) => host),
    minutes === undefined ? '' : firstToLast(minutes, ({ kernel }) => kernel),
    covered.clauses,
    covered.pairs,
    findings.length,
  ]
  return `| ${cells.join(' | ')} |`
}

const rateOf = ({ programs }: Minute): number => programs / 60

function firstToLast(
  { first, last }: NonNullable<Fuzzed['minutes']>,
  figure: (minute: Minute) => number | undefined,
): string {
  const [before, after] = [figure(first), figure(last)]
  return before === undefined || after === undefined ? '' : `${Math.round(before)} → ${Math.round(after)}`
}
