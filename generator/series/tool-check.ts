import type { Warnings } from '../kernel/tree/warnings.js'
import type { ToolCheck } from '../report/series-result.js'

/** A tool that did not look, and why. */
export const skipped = (tool: string, summary: string): ToolCheck => ({
  tool,
  status: 'skip',
  summary,
  details: [],
})

/** What a tool remarks now and did not before, in the files that a commit touches. */
export function freshCheck(
  tool: string,
  files: readonly string[],
  before: Warnings,
  after: Warnings,
): ToolCheck {
  const fresh = files.flatMap(file => {
    const known = new Set(before[file])
    return (after[file] ?? []).filter(one => !known.has(one)).map(one => `${file}: ${one}`)
  })
  const summary = fresh.length === 0 ? 'no new warning' : `${fresh.length} new in what it touches`
  return { tool, status: fresh.length === 0 ? 'pass' : 'warn', summary, details: fresh }
}
