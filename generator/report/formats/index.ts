import type { Result } from '../../judge/result.js'
import { resultJson } from '../../judge/result-json.js'
import { inLines } from '../../shared/printable.js'
import { fuzzText } from '../fuzz.js'
import { fuzzOutline } from '../fuzz-outline.js'
import type { FuzzResult } from '../fuzz-result.js'
import { type Outline, outlineOf } from '../outline.js'
import { terminal } from '../terminal.js'
import { ctrfJson } from './ctrf-json.js'
import { githubAnnotations } from './github-annotations.js'
import { githubSummary } from './github-summary.js'
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
} as const satisfies Record<Exclude<Format, 'pretty' | 'json'>, (outline: Outline) => string>

/** A result in a format; the text ends with a line end. */
export function formatted(format: Format, result: Result): string {
  if (format === 'pretty') return `${terminal(result)}\n`
  return format === 'json' ? resultJson(result) : ofOutline[format](outlineOf(result))
}

/** What fuzzing came to in a format; the text ends with a line end. */
export function formattedFuzz(format: Format, result: FuzzResult): string {
  if (format === 'pretty') return `${fuzzText(inLines(result))}\n`
  return format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : ofOutline[format](fuzzOutline(result))
}
