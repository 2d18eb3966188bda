import { prettyJson } from '../../suite/codec/json.js'
import type { Entry, Outline, ReportSection } from '../entries.js'

/** Who says it; whoever submits it under another name replaces this one in every id. */
const origin = 'landlockstep'

/** As long as an excerpt of a log may be there. */
const longestExcerpt = 16_384

/**
 * A result as KCIDB reports have it, schema 5.3: a checkout and a build for each kernel, and a test for each program. What is known or was
 * left out is SKIP; what is flaky is FAIL, which its misc tells; what is lost is ERROR, or MISS if nothing came back of it.
 */
export function kcidbJson(outline: Outline): string {
  const { sections } = outline
  const report = {
    version: { major: 5, minor: 3 },
    checkouts: sections.map(one => ({ id: idOf(outline, one), origin, comment: one.about })),
    builds: sections.map(one => ({
      id: idOf(outline, one),
      origin,
      checkout_id: idOf(outline, one),
      comment: one.about,
      misc: { kernel: one.kernel, release: one.release, sha256: one.sha256, notes: one.notes },
    })),
    tests: sections.flatMap(one =>
      one.groups.flatMap(({ law, entries }) => entries.map(entry => testOf(entry, law, one, outline))),
    ),
  }
  return prettyJson(report)
}

/** A run tries no kernel twice, and no two are judged in the same thousandth of a second. */
const idOf = ({ judgedAt }: Outline, { kernel }: ReportSection, ...inside: readonly string[]): string =>
  [origin, judgedAt, kernel, ...inside].join(':')

const testOf = (entry: Entry, law: string, section: ReportSection, outline: Outline) => ({
  id: idOf(outline, section, law, entry.name),
  origin,
  build_id: idOf(outline, section),
  path: [origin, law, entry.name].map(segment).join('.'),
  status: statusOf(entry),
  start_time: outline.judgedAt,
  ...(entry.ms === undefined ? {} : { duration: entry.ms / 1_000 }),
  ...(entry.reason === '' ? {} : { comment: entry.reason }),
  ...(entry.votes === undefined ? {} : { misc: { flaky: entry.status === 'flaky', votes: entry.votes } }),
  ...(entry.details.length === 0 ? {} : { log_excerpt: entry.details.join('\n').slice(0, longestExcerpt) }),
})

/** A part of a path may have only these characters. */
const segment = (text: string): string => text.replace(/[^a-zA-Z0-9_-]/g, '_') || '_'

function statusOf({ status, isSeen }: Entry): 'PASS' | 'FAIL' | 'SKIP' | 'ERROR' | 'MISS' {
  switch (status) {
    case 'agreed':
      return 'PASS'
    case 'diverged':
    case 'flaky':
      return 'FAIL'
    case 'known':
    case 'skipped':
      return 'SKIP'
    case 'lost':
      return isSeen ? 'ERROR' : 'MISS'
  }
}
