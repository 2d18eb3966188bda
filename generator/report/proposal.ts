import { stringify } from 'yaml'
import type { KernelResult, Result, ResultFinding } from '../judge/result.js'
import { series } from '../kernel/version.js'
import { inLines } from '../shared/printable.js'
import { groupsBy } from './outline.js'

/**
 * Entries of a baseline for what a run found and nothing explains, one for each law, clause and outcome of each series of kernels, as YAML. Reason, link
 * and expiry are empty, so that none is taken before somebody has written them. Flaky programs have none: they would be no longer true at times.
 */
export function proposal(foreign: Result): string {
  const { divergences, kernels } = inLines(foreign)
  const open = divergences.filter(({ known, isFlaky }) => known === null && !isFlaky)
  const releases = new Map(kernels.map(({ ref, release }) => [ref, series(release)]))
  const groups = groupsBy(open, one =>
    JSON.stringify([one.law, one.clause, one.observed, releases.get(one.kernel)]),
  )
  const entries = [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [entry(first, others.length + 1, releases.get(first.kernel) ?? '')],
  )
  return [
    `# ${entries.length} proposed: each needs its reason, link and expiry.`,
    ...stale(kernels),
    ...(entries.length === 0 ? ['entries: []'] : ['entries:', ...entries]),
    '',
  ].join('\n')
}

function entry({ law, clause, observed, why }: ResultFinding, outcomes: number, release: string): string {
  const fields = {
    law,
    ...(clause === '' ? {} : { clause }),
    observed,
    kernels: [release, release],
    reason: '',
    link: '',
    expires: '',
  }
  const text = stringify([fields], { defaultStringType: 'PLAIN', lineWidth: 0 }).trimEnd()
  return [`# ${outcomes} of ${law}: ${why}`, ...text.split('\n')].map(line => `  ${line}`).join('\n')
}

/** What of the baseline of that run has to go. */
const stale = (kernels: readonly KernelResult[]): readonly string[] =>
  kernels.flatMap(({ ref, baseline }) =>
    baseline
      .filter(({ verdict }) => verdict === 'stale')
      .map(
        ({ entry, about }) => `# ${entry}, ${about}, is no longer true on ${ref}: remove it, or narrow it.`,
      ),
  )
