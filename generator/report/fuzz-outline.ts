import { totalOf } from '../shared/clock.js'
import { inLines } from '../shared/printable.js'
import type { Entry, Outline, ReportSection } from './entries.js'
import { findingText, fuzzVerdict } from './fuzz.js'
import type { Fuzzed, FuzzResult, ReproducedFinding } from './fuzz-result.js'
import { check, law } from './kernel-checks.js'
import { aboutKernel, difference, groupsBy, outlined } from './outline.js'

/**
 * What fuzzing found, for the formats of test results: an entry for each finding, under the law that it was drawn from, and for each kernel whether
 * nothing was found and whether enough was judged. Programs that agree are too many to be named.
 */
export function fuzzOutline(foreign: FuzzResult): Outline {
  const result = inLines(foreign)
  return outlined(result, section, fuzzVerdict(result))
}

function section(one: Fuzzed, findings: readonly ReproducedFinding[]): ReportSection {
  const { ref, release, sha256, notes, seconds, programs, missing } = one
  return {
    kernel: ref,
    about: aboutKernel(one),
    release,
    sha256,
    notes: [...notes, `${programs} programs`],
    seconds: totalOf(seconds),
    groups: [
      ...[...groupsBy(findings, finding => finding.law)].map(([law, all]) => ({
        law,
        entries: all.map(entry),
      })),
      { law, entries: [check('is_seen_whole', 'lost', 'lost', missing)] },
    ],
  }
}

const entry = (finding: ReproducedFinding, index: number): Entry => ({
  name: `${index + 1}_${finding.program}`,
  status: 'diverged',
  isSeen: true,
  reason: `diverged: ${difference(finding)}`,
  details: findingText(finding).filter(line => line !== ''),
  place: '',
})
