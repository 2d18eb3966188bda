import { causesOf, type DivergenceCause } from '../judge/causes.js'
import {
  entryOf,
  type KernelResult,
  type Result,
  type ResultFinding,
  type TestResult,
  type Unavailable,
} from '../judge/result.js'
import { totalOf } from '../shared/clock.js'
import { inLines } from '../shared/printable.js'
import type { Entry, Outline, ReportSection } from './entries.js'
import { kernelChecks, more, unavailableCheck } from './kernel-checks.js'
import { plural } from './plural.js'
import { findingLines, verdictLine } from './terminal.js'

/** What the formats of test results are made from. Each kernel has, beside its programs, what is asked of the kernel itself. */
export function outlineOf(foreign: Result): Outline {
  const result = inLines(foreign)
  return outlined(result, section, verdictLine(result))
}

/** What records of any kind have of all their kernels. */
type Recorded<Kernel, Found> = Pick<Result, 'verdict' | 'judgedAt' | 'folder' | 'unavailable'> & {
  readonly kernels: readonly Kernel[]
  readonly divergences: readonly Found[]
}

/** A record with a section for each kernel and what was found on it, and one for each that could not be had. */
export function outlined<Kernel extends { readonly ref: string }, Found extends { readonly kernel: string }>(
  { verdict, judgedAt, folder, kernels, divergences, unavailable }: Recorded<Kernel, Found>,
  sectionOf: (kernel: Kernel, findings: readonly Found[]) => ReportSection,
  words: string,
): Outline {
  const found = groupsBy(divergences, ({ kernel }) => kernel)
  const others = kernels.length + unavailable.length === 0 ? [nothing] : unavailable
  const sections = kernels.map(one => sectionOf(one, found.get(one.ref) ?? []))
  return { sections: [...sections, ...others.map(unavailableSection)], verdict, judgedAt, folder, words }
}

/** A record of no kernel is a failure as well, and not a report without tests. */
const nothing = { ref: 'no kernel', code: 'E_KERNEL', why: 'nothing was run' }

/** What stands for a kernel that could not be run. */
const unavailableSection = (one: Unavailable): ReportSection => ({
  kernel: one.ref,
  about: 'a kernel that could not be run',
  release: '',
  sha256: '',
  notes: [],
  seconds: 0,
  groups: [unavailableCheck(one)],
})

function section(one: KernelResult, findings: readonly ResultFinding[]): ReportSection {
  const { ref, release, sha256, notes, seconds } = one
  const byTest = groupsBy(findings, ({ test }) => test)
  const laws = groupsBy(one.tests, ({ law }) => law)
  const causes = causeOfEach(findings)
  return {
    kernel: ref,
    about: aboutKernel(one),
    release,
    sha256,
    notes,
    seconds: totalOf(seconds),
    groups: [
      ...[...laws].map(([law, tests]) => ({
        law,
        entries: tests.map(test => entry(test, byTest.get(test.name) ?? [], causes)),
      })),
      kernelChecks(one),
    ],
  }
}

/** What a kernel is, in words. */
export const aboutKernel = ({
  release,
  abi,
  errata,
  designs = [],
  origin,
}: Pick<KernelResult, 'release' | 'abi' | 'errata' | 'designs' | 'origin'>): string =>
  `${release}, ${[`ABI ${abi}`, `errata ${errata ?? 'unknown'}`, ...designs].join(', ')} (${origin})`

/** File and line of the law of an entry, where they are said. */
export function placeOf({
  place,
}: Pick<Entry, 'place'>): { readonly file: string; readonly line: number } | undefined {
  const [, file, line] = /^(.+):(\d+)$/.exec(place) ?? []
  return file === undefined ? undefined : { file, line: Number(line) }
}

/** Values by what they have in common, in the order in which that comes first. */
export function groupsBy<T>(all: readonly T[], keyOf: (one: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group === undefined) groups.set(keyOf(one), [one])
    else group.push(one)
  }
  return groups
}

type CauseOfEach = ReadonlyMap<ResultFinding, DivergenceCause>

/** The cause to which each difference belongs that shows one. */
export const causeOfEach = (divergences: readonly ResultFinding[]): CauseOfEach =>
  new Map(
    causesOf({ divergences }).flatMap(cause =>
      [cause.smallest, ...cause.others].map(one => [one, cause] as const),
    ),
  )

/** How what a program shows stands to others of the same cause: the first of them, which is told at length, or one that shows the same. */
export function asOthers(
  one: ResultFinding,
  causes: CauseOfEach,
): { readonly words: string; readonly sameAs?: string } {
  const cause = causes.get(one)
  if (cause === undefined || cause.others.length === 0) return { words: '' }
  const { smallest, others } = cause
  if (smallest === one) return { words: `the same in ${plural(others.length, 'other program')}` }
  return { words: `the same as ${smallest.test}`, sameAs: smallest.test }
}

function entry(
  { name, status, why, again, ms }: TestResult,
  findings: readonly ResultFinding[],
  causes: CauseOfEach,
): Entry {
  const described = findings.filter(({ known }) => status === 'known' || known === null)
  const [first] = described
  const { words, sameAs } = first === undefined ? { words: '' } : asOthers(first, causes)
  return {
    name,
    status,
    isSeen: status !== 'lost' || why !== undefined,
    reason: `${reason(status, why, described)}${words === '' ? '' : `; ${words}`}${again === undefined ? '' : ` [${again.words}]`}`,
    details: described.flatMap(findingLines),
    place: first?.place ?? '',
    ...(sameAs === undefined ? {} : { sameAs }),
    ...(ms === undefined ? {} : { ms }),
    ...(again === undefined ? {} : { votes: again.votes }),
  }
}

function reason(
  status: TestResult['status'],
  why: string | undefined,
  [first, ...others]: readonly ResultFinding[],
): string {
  if (status === 'lost') return `lost: ${why ?? 'nothing came back of it'}`
  if (first === undefined) return status === 'agreed' ? '' : status === 'flaky' ? 'flaky: lost' : status
  const words =
    status === 'known'
      ? `known, ${entryOf(first.known ?? '')}: ${first.why} (${first.cite})`
      : `${status}: ${difference(first)}`
  return `${words}${more(others)}`
}

type OutlinedStep = Pick<ResultFinding, 'step' | 'observed' | 'allowed' | 'clause'>

/** Where a kernel left the model, in one line. */
export const difference = ({ step, observed, allowed, clause }: OutlinedStep): string =>
  `${step === null ? '' : `step ${step}: `}observed ${observed}${allowed.length === 0 ? '' : `, allowed only ${allowed.join(' | ')}`}${clause === '' ? '' : ` (${clause})`}`
