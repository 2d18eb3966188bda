import { aboutStep, seriesVerdict } from './series.js'
import { stepName } from './series-outline.js'
import type { SeriesResult } from './series-result.js'

/** A row of what b4 takes of a check command. Source: b4's documentation of review-series-check-cmd. */
type Row = {
  readonly tool: string
  readonly status: 'pass' | 'warn' | 'fail'
  readonly summary: string
  readonly details: string
}

/** A series as `b4` takes the answer of its check commands: a JSON array of rows. */
export function checksJson(series: SeriesResult): string {
  const { verdict, patches, base } = series
  const status = verdict === 'diverge' ? 'fail' : verdict === 'agree' && !hasChanges(series) ? 'pass' : 'warn'
  const own: Row = {
    tool: 'landlockstep',
    status,
    summary: seriesVerdict(series),
    details: [base, ...patches]
      .flatMap(step => [stepName(step, patches.length), ...aboutStep(step)])
      .join('\n'),
  }
  const others = patches.flatMap(step =>
    step.checks.flatMap(({ tool, status, summary, details }): readonly Row[] =>
      status === 'skip'
        ? []
        : [
            {
              tool,
              status,
              summary: patches.length === 1 ? summary : `${step.number}/${patches.length}: ${summary}`,
              details: details.join('\n'),
            },
          ],
    ),
  )
  return JSON.stringify([own, ...others], null, 2)
}

/** What a patch changes may be what it is for, which only a reader knows. */
const hasChanges = ({ patches }: SeriesResult): boolean => patches.some(({ changes }) => changes.length > 0)
