import { inLines } from '../shared/printable.js'
import type { Entry, LawEntries, Outline, ReportSection } from './entries.js'
import { check, law } from './kernel-checks.js'
import { brokenText, seriesVerdict } from './series.js'
import type { SeriesResult, SeriesStep } from './series-result.js'

/** A series for the formats of test results: a commit stands for a kernel, and has a test of each law that it breaks or mends. */
export function seriesOutline(foreign: SeriesResult): Outline {
  const result = inLines(foreign)
  const { verdict, judgedAt, folder, base, patches } = result
  return {
    sections: [base, ...patches].map(step => sectionOf(step, patches.length)),
    verdict,
    judgedAt,
    folder,
    words: seriesVerdict(result),
  }
}

/** A commit by its place and its subject. */
export const stepName = ({ number, subject }: SeriesStep, count: number): string =>
  number === 0 ? `base: ${subject}` : `${number}/${count}: ${subject}`

const sectionOf = (step: SeriesStep, count: number): ReportSection => ({
  kernel: stepName(step, count),
  about: `${step.ref}${step.abi === null ? '' : `, ABI ${step.abi}`}`,
  release: step.release,
  sha256: '',
  notes: step.notes,
  seconds: step.seconds,
  groups: [...step.breaks.map(brokenGroup), ...step.mends.map(mendedGroup), itself(step)],
})

type Broken = SeriesStep['breaks'][number]

const brokenGroup = (one: Broken): LawEntries => ({
  law: one.law,
  entries: [
    {
      name: 'holds_as_before',
      status: 'diverged',
      isSeen: true,
      reason: `diverged: ${one.claim} (${one.programs} programs, the smallest ${one.program})`,
      details: brokenText(one),
      place: one.place,
    },
  ],
})

const mendedGroup = (name: string): LawEntries => ({
  law: name,
  entries: [{ name: 'holds_again', status: 'agreed', isSeen: true, reason: '', details: [], place: '' }],
})

/** Whether a commit could be judged, whole, and what the tools say of it. */
const itself = ({ state, why, missing, lost, flaky, unsure, faults, checks }: SeriesStep): LawEntries => ({
  law,
  entries: [
    check('has_a_verdict', 'lost', 'lost', state === 'not-built' || state === 'not-run' ? [why] : []),
    check('is_seen_whole', 'lost', 'lost', lost === 0 ? missing : [...missing, `${lost} programs were lost`]),
    check('is_the_same_each_time', 'lost', 'lost', [
      ...unsure,
      ...(flaky === 0 ? [] : [`${flaky} programs are flaky`]),
    ]),
    check('has_no_fault_that_its_parent_has_not', 'diverged', 'fault', faults),
    ...checks.map(
      ({ tool, status, summary, details }): Entry => ({
        name: tool.replaceAll(/\W+/g, '_'),
        status: status === 'pass' ? 'agreed' : status === 'skip' ? 'skipped' : 'known',
        isSeen: true,
        reason: status === 'pass' ? '' : summary,
        details,
        place: '',
      }),
    ),
  ],
})
