import { prettyJson } from '../../suite/codec/json.js'
import { countsOf, everyEntry } from '../counts.js'
import type { Entry, Outline } from '../entries.js'
import { placeOf } from '../outline.js'

/** What CTRF calls how an entry ended. */
const statuses = {
  agreed: 'passed',
  diverged: 'failed',
  known: 'skipped',
  flaky: 'failed',
  lost: 'other',
  skipped: 'skipped',
} as const satisfies Record<Entry['status'], string>

/** A result as CTRF (ctrf.io): what is known or was left out is skipped, what is flaky failed and says so, what is lost is other. A program of which nobody measured how long it took has 0. */
export function ctrfJson(outline: Outline): string {
  const report = {
    reportFormat: 'CTRF',
    specVersion: '0.0.0',
    timestamp: outline.judgedAt,
    generatedBy: 'landlockstep',
    results: {
      tool: { name: 'landlockstep' },
      summary: summaryOf(outline),
      tests: outline.sections.flatMap(({ kernel, groups }) =>
        groups.flatMap(({ law, entries }) => entries.map(one => testOf(one, [kernel, law]))),
      ),
      extra: { verdict: outline.verdict, words: outline.words, folder: outline.folder },
    },
  }
  return prettyJson(report)
}

function summaryOf(outline: Outline) {
  const { sections, judgedAt } = outline
  const { tests, agreed, diverged, known, flaky, lost, skipped } = countsOf(everyEntry(outline))
  const stop = Date.parse(judgedAt)
  const duration = Math.round(1_000 * sections.reduce((sum, { seconds }) => sum + seconds, 0))
  return {
    tests,
    passed: agreed,
    failed: diverged + flaky,
    skipped: known + skipped,
    pending: 0,
    other: lost,
    flaky,
    suites: sections.length,
    start: stop - duration,
    stop,
    duration,
  }
}

const testOf = (one: Entry, suite: readonly string[]) => ({
  name: one.name,
  status: statuses[one.status],
  duration: Math.round(one.ms ?? 0),
  suite,
  rawStatus: one.status,
  ...(one.status === 'flaky' ? { flaky: true } : {}),
  ...(one.votes === undefined ? {} : { retries: one.votes.length, extra: { votes: one.votes } }),
  ...(one.reason === '' ? {} : { message: one.reason }),
  ...(one.details.length === 0 ? {} : { trace: one.details.join('\n') }),
  ...place(one),
})

function place(one: Entry) {
  const { file, line } = placeOf(one) ?? {}
  return file === undefined ? {} : { filePath: file, line }
}
