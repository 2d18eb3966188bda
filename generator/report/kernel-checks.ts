import type { KernelResult, Unavailable } from '../judge/result.js'
import type { Entry, LawEntries } from './entries.js'
import { plural } from './plural.js'

/** What is asked of a kernel beside its programs stands under this name, which no law has. */
export const law = 'kernel-itself'

/** Whether a kernel complained of nothing, keeps its claims, and was seen whole: each of them has a part in the verdict. */
export function kernelChecks({
  reports,
  claims,
  missing,
  programs,
  leftOut,
  baseline,
}: KernelResult): LawEntries {
  const broken = claims.filter(({ verdict }) => verdict === 'broken').map(one => `${one.words} (${one.cite})`)
  const unseen = programs === 0 ? [...missing, 'no program ran'] : missing
  return {
    law,
    entries: [
      check('reports_nothing', 'diverged', 'kernel report', reports),
      check('keeps_its_claims', 'diverged', 'broken claim', broken),
      check('is_seen_whole', 'lost', 'lost', unseen),
      ...(baseline.length === 0 ? [] : [baselineCheck(baseline)]),
      ...(leftOut.length === 0 ? [] : [leftOutCheck(leftOut)]),
    ],
  }
}

/** Whether what is expected to fail still does. */
function baselineCheck(baseline: KernelResult['baseline']): Entry {
  const stale = baseline.filter(({ verdict }) => verdict === 'stale').map(describeBaselineEntry)
  return check('is_as_the_baseline_says', 'diverged', 'baseline', stale)
}

/** An entry of a baseline that does not hold, in a line. */
export const describeBaselineEntry = ({ entry, about, words }: KernelResult['baseline'][number]): string =>
  `${entry}, ${about}: ${words}`

function leftOutCheck(leftOut: KernelResult['leftOut']): Entry {
  const details = leftOut.map(({ why, law, programs }) => `${law}: ${programs} (${why})`)
  const reason = `left out: ${describeLeftOut(leftOut)}`
  return { name: 'runs_every_program', status: 'skipped', isSeen: true, reason, details, place: '' }
}

/** How many programs were left out by which option: `12 programs by --shard 1/4`. */
export function describeLeftOut(leftOut: KernelResult['leftOut']): string {
  const counts = new Map<string, number>()
  for (const { why, programs } of leftOut) counts.set(why, (counts.get(why) ?? 0) + programs)
  return [...counts].map(([why, count]) => `${plural(count, 'program')} by ${why}`).join(', ')
}

/** What stands for a kernel that could not be run. */
export const unavailableCheck = ({ code, why }: Unavailable): LawEntries => ({
  law,
  entries: [{ ...check('is_seen_whole', 'lost', 'lost', [`${code}: ${why}`]), isSeen: false }],
})

/** One thing that is asked of a kernel, and what is wrong about it. */
export function check(name: string, bad: 'diverged' | 'lost', what: string, wrong: readonly string[]): Entry {
  const [first, ...others] = wrong
  const base = { name, isSeen: true, details: wrong, place: '' }
  if (first === undefined) return { ...base, status: 'agreed', reason: '' }
  return { ...base, status: bad, reason: `${what}: ${first}${more(others)}` }
}

/** Of several the first one is told, and how many there are beside. */
export const more = (others: readonly unknown[]): string =>
  others.length === 0 ? '' : `, and ${others.length} more`
