import { totalOf } from '../shared/clock.js'
import { inLines } from '../shared/printable.js'
import { changeText, comparisonVerdict } from './comparison.js'
import { type ComparedLaw, type Comparison, comparedAs, type DescribedChange } from './comparison-result.js'
import type { Entry, LawEntries, Outline } from './entries.js'
import { check, law } from './kernel-checks.js'
import { aboutKernel } from './outline.js'
import { plural } from './plural.js'

/**
 * What changed, for the formats of test results: each law has a test of whether its programs give the same, and each change has one of its own, which
 * fails, under the law of its smallest program. What both have in common stands for a kernel.
 */
export function comparisonOutline(foreign: Comparison): Outline {
  const result = inLines(foreign)
  const { kernels, laws, changes, judgedAt, folder } = result
  const [a, b] = kernels
  const section = {
    kernel: comparedKernels(result),
    about: `A ${aboutKernel(a)}, B ${aboutKernel(b)}`,
    release: b.release,
    sha256: b.sha256,
    notes: kernels.flatMap(({ notes }, at) => notes.map(note => `${sideName(at)}: ${note}`)),
    seconds: totalOf(a.seconds) + totalOf(b.seconds),
    groups: [...laws.map(one => groupOf(one, changes)), bothChecks(result)],
  }
  const words = comparisonVerdict(result)
  return { sections: [section], verdict: comparedAs[result.verdict], judgedAt, folder, words }
}

/** Both by their names. */
export const comparedKernels = ({ kernels: [a, b] }: Comparison): string => `${a.ref} to ${b.ref}`

/** What the test of a change is called, which is the only one of its number. */
export const changeName = ({ program }: DescribedChange, at: number): string => `${at + 1}_${program}`

const sideName = (at: number): string => (at === 0 ? 'A' : 'B')

function groupOf(one: ComparedLaw, changes: readonly DescribedChange[]): LawEntries {
  const own = changes.flatMap((change, at) => (change.law === one.law ? [changeEntry(change, at, one)] : []))
  return { law: one.law, entries: [sameness(one, changes), ...own] }
}

/** A law of which something differs does not fail by that: each change does, and only once. */
function sameness(
  { law, place, programs, differ, lost }: ComparedLaw,
  changes: readonly DescribedChange[],
): Entry {
  const base = { name: 'gives_the_same', isSeen: true, details: [], place }
  const all = plural(programs, 'program')
  if (lost > 0) return { ...base, status: 'lost', reason: `lost: ${lost} of ${all}` }
  if (differ === 0) return { ...base, status: 'agreed', reason: '' }
  const numbers = changes.flatMap(({ laws }, at) => (laws.includes(law) ? [at + 1] : []))
  const reason = `known: ${differ} of ${all} differ, by what has a test of its own: ${numbers.join(', ')}`
  return { ...base, status: 'known', reason }
}

const changeEntry = (change: DescribedChange, at: number, { place }: ComparedLaw): Entry => ({
  name: changeName(change, at),
  status: 'diverged',
  isSeen: true,
  reason: `diverged: ${change.says} (${change.cite})`,
  details: changeText(change, at).split('\n'),
  place,
})

function bothChecks({ kernels, unseen, programs }: Comparison): LawEntries {
  const ofBoth = (of: (one: Comparison['kernels'][number]) => readonly string[]): readonly string[] =>
    kernels.flatMap((one, at) => of(one).map(what => `${sideName(at)}: ${what}`))
  const missing = ofBoth(one => one.missing)
  return {
    law,
    entries: [
      check(
        'reports_nothing',
        'diverged',
        'kernel report',
        ofBoth(({ reports }) => reports),
      ),
      check('says_the_same_of_itself', 'diverged', 'no program shows it', unseen),
      check('is_seen_whole', 'lost', 'lost', programs === 0 ? [...missing, 'no program ran'] : missing),
    ],
  }
}
