import type { Entry, LawEntries, Outline, ReportSection } from './entries.js'

/** How many entries ended in which way; tests = agreed + diverged + known + flaky + lost + skipped. */
export type Counts = Readonly<Record<Entry['status'] | 'tests', number>>

/** Everything that was judged of a kernel, in order. */
export const entriesOf = ({ groups }: ReportSection): readonly Entry[] =>
  groups.flatMap(({ entries }) => entries)

/** Everything that was judged on all kernels, in order. */
export const everyEntry = ({ sections }: Outline): readonly Entry[] => sections.flatMap(entriesOf)

/** How many there are of each. */
export function countsOf(entries: readonly Entry[]): Counts {
  const count = (status: Entry['status']): number => entries.filter(one => one.status === status).length
  return {
    tests: entries.length,
    agreed: count('agreed'),
    diverged: count('diverged'),
    known: count('known'),
    flaky: count('flaky'),
    lost: count('lost'),
    skipped: count('skipped'),
  }
}

/** Whether none of them diverged, was flaky or lost: what is known is expected to fail, and of what was left out nothing is said. */
export const isOk = (entries: readonly Entry[]): boolean =>
  entries.every(({ status }) => status === 'agreed' || status === 'known' || status === 'skipped')

/** Whether all of a law is as expected. */
export const isGroupOk = ({ entries }: LawEntries): boolean => isOk(entries)
