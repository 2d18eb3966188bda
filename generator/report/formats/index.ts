import type { Result } from '../../judge/result.js'
import { recordJson } from '../../judge/result-json.js'
import { inLines } from '../../shared/printable.js'
import { bisectionText } from '../bisection.js'
import { bisectionOutline, bisectionPage } from '../bisection-outline.js'
import type { Bisection } from '../bisection-result.js'
import { comparisonText } from '../comparison.js'
import { comparisonOutline } from '../comparison-outline.js'
import { comparisonPage } from '../comparison-page.js'
import type { Comparison } from '../comparison-result.js'
import type { Outline } from '../entries.js'
import { fuzzText } from '../fuzz.js'
import { fuzzOutline } from '../fuzz-outline.js'
import { fuzzPage } from '../fuzz-page.js'
import type { FuzzResult } from '../fuzz-result.js'
import { mutationOutline } from '../mutation-outline.js'
import { mutationPage } from '../mutation-page.js'
import type { MutationResult } from '../mutation-result.js'
import { mutationText } from '../mutation-score.js'
import { outlineOf } from '../outline.js'
import type { Page } from '../page.js'
import { runPage } from '../run-page.js'
import { seriesText } from '../series.js'
import { seriesOutline } from '../series-outline.js'
import { seriesPage } from '../series-page.js'
import type { SeriesResult } from '../series-result.js'
import { terminal } from '../terminal.js'
import { ctrfJson } from './ctrf-json.js'
import { githubAnnotations } from './github-annotations.js'
import { githubSummary } from './github-summary.js'
import { htmlPage } from './html-page.js'
import { junitXml } from './junit-xml.js'
import { kcidbJson } from './kcidb-json.js'
import { ktapText } from './ktap-text.js'
import type { Format } from './names.js'
import { tapText } from './tap-text.js'

/** The formats of test results, which know of a record what its outline has. */
const ofOutline = {
  ktap: ktapText,
  tap: tapText,
  junit: junitXml,
  ctrf: ctrfJson,
  kcidb: kcidbJson,
  github: githubAnnotations,
  'github-summary': githubSummary,
} as const satisfies Record<Exclude<Format, 'pretty' | 'json' | 'html'>, (outline: Outline) => string>

/** The formats of a record, each made when it is asked for; the text ends with a line end. */
export type Formats = (format: Format) => string

/** What all formats are made of is made once, and only if one of them asks. */
function formats(
  pretty: () => string,
  json: () => string,
  outline: () => Outline,
  page: () => Page,
): Formats {
  let made: Outline | undefined
  return format => {
    if (format === 'pretty') return `${pretty()}\n`
    if (format === 'json') return json()
    if (format === 'html') return htmlPage(page())
    made ??= outline()
    return ofOutline[format](made)
  }
}

/** A result in every format. */
export const formatted = (result: Result): Formats =>
  formats(
    () => terminal(result),
    () => recordJson(result),
    () => outlineOf(result),
    () => runPage(result),
  )

/** What fuzzing came to in every format. */
export const formattedFuzz = (result: FuzzResult): Formats =>
  formats(
    () => fuzzText(inLines(result)),
    () => recordJson(result),
    () => fuzzOutline(result),
    () => fuzzPage(result),
  )

/** What changed from one kernel to another in every format. */
export const formattedComparison = (result: Comparison): Formats =>
  formats(
    () => comparisonText(inLines(result)),
    () => recordJson(result),
    () => comparisonOutline(result),
    () => comparisonPage(result),
  )

/** What became of mistakes that were planted in every format. */
export const formattedMutation = (result: MutationResult): Formats =>
  formats(
    () => mutationText(inLines(result)),
    () => recordJson(result),
    () => mutationOutline(result),
    () => mutationPage(result),
  )

/** What a series of patches does in every format. */
export const formattedSeries = (result: SeriesResult): Formats =>
  formats(
    () => seriesText(inLines(result)),
    () => recordJson(result),
    () => seriesOutline(result),
    () => seriesPage(result),
  )

/** What a bisection came to in every format. */
export const formattedBisection = (result: Bisection): Formats =>
  formats(
    () => bisectionText(inLines(result)),
    () => recordJson(result),
    () => bisectionOutline(result),
    () => bisectionPage(result),
  )
