import type { KernelResult, ResultFinding } from '../judge/result.js'
import type { Test } from '../suite/suite.js'

/** What of a commit's run is set against its parent's. */
export type Judged = {
  readonly findings: readonly ResultFinding[]
  readonly run: { readonly suite: { readonly tests: readonly Pick<Test, 'id' | 'law'>[] } }
  readonly result: Pick<KernelResult, 'reports' | 'claims' | 'baseline'>
}

/** What counts of the findings of a run. */
const counting = ({ findings }: Judged): readonly ResultFinding[] =>
  findings.filter(({ known, isFlaky }) => known === null && !isFlaky)

const programsOf = (one: Judged): ReadonlySet<string> => new Set(one.run.suite.tests.map(({ id }) => id))

/**
 * The findings that the parent has not, by their laws: first those of programs that the parent ran, and of these the smallest.
 */
export function brokenBy(parent: Judged, here: Judged): readonly (readonly ResultFinding[])[] {
  const before = new Set(counting(parent).map(({ program }) => program))
  const shared = programsOf(parent)
  const rank = ({ program, ops }: ResultFinding): number => (shared.has(program) ? 0 : 1_000) + ops.length
  const byLaw = new Map<string, ResultFinding[]>()
  for (const one of counting(here).toSorted((a, b) => rank(a) - rank(b)))
    if (!before.has(one.program)) byLaw.set(one.law, [...(byLaw.get(one.law) ?? []), one])
  return [...byLaw.values()]
}

/** The laws that did not hold on the parent, and of which all programs that run here agree. */
export function mendedBy(parent: Judged, here: Judged): readonly string[] {
  const after = new Set(counting(here).map(({ law }) => law))
  const spoken = new Set(here.run.suite.tests.map(({ law }) => law))
  const before = new Set(counting(parent).map(({ law }) => law))
  return [...before].filter(law => !after.has(law) && spoken.has(law))
}

/** A line without the numbers that are others each time: of processes, addresses, times. */
const withoutNumbers = (line: string): string => line.replaceAll(/\b(?:0x)?[\da-f]*\d[\da-f]*\b/gi, '')

/** Reports of a kernel, each once with how often it came. */
export function reportLines(reports: readonly string[]): readonly string[] {
  const alike = new Map<string, { readonly first: string; readonly count: number }>()
  for (const line of reports) {
    const key = withoutNumbers(line)
    const { first = line, count = 0 } = alike.get(key) ?? {}
    alike.set(key, { first, count: count + 1 })
  }
  return [...alike.values()].map(
    ({ first, count }) => `kernel report: ${first}${count === 1 ? '' : ` (${count} times)`}`,
  )
}

/** What a kernel is at fault with beside laws, without the numbers that are others each time: reports, claims, what a baseline says. */
const faultsOf = ({ result: { reports, claims, baseline } }: Judged): ReadonlyMap<string, string> =>
  new Map(
    [
      ...reports.map(line => `kernel report: ${line}`),
      ...claims.filter(({ verdict }) => verdict === 'broken').map(({ words }) => `claim: ${words}`),
      ...baseline
        .filter(({ verdict }) => verdict === 'stale')
        .map(({ entry, words }) => `${entry}: ${words}`),
    ].map(fault => [withoutNumbers(fault), fault]),
  )

/** What a kernel is at fault with and its parent is not. */
export function faultsBy(parent: Judged, here: Judged): readonly string[] {
  const before = faultsOf(parent)
  return [...faultsOf(here)].flatMap(([key, fault]) => (before.has(key) ? [] : fault))
}
