import { countsOf, entriesOf } from '../counts.js'
import type { Entry, Outline, ReportSection } from '../entries.js'

/** GitHub drops a summary of more than 1 MiB; there may be something else in it. */
const most = 1_000_000

/** A result in Markdown, for the summary of a step of GitHub Actions: the counts, then all that did not agree, as far as there is room. */
export function githubSummary({ sections, words }: Outline): string {
  const head = `## Landlockstep\n\n${text(words)}\n\n${tableOf(sections)}\n`
  return head + inRoom(sections.flatMap(describeSection), most - Buffer.byteLength(head))
}

const tableOf = (sections: readonly ReportSection[]): string =>
  [
    '| kernel | release | tests | agreed | diverged | known | flaky | lost | left out |',
    '|---|---|---|---|---|---|---|---|---|',
    ...sections.map(section => {
      const { tests, agreed, diverged, known, flaky, lost, skipped } = countsOf(entriesOf(section))
      const counts = [tests, agreed, diverged, known, flaky, lost, skipped]
      const cells = [text(section.kernel), text(section.release), ...counts]
      return `| ${cells.join(' | ')} |`
    }),
  ].join('\n')

/** What did not agree on a kernel, the worst first; of one cause the smallest program is told at length, and the others are named behind all causes. */
const describeSection = ({ kernel, groups }: ReportSection): readonly string[] =>
  (['diverged', 'flaky', 'lost', 'known', 'skipped'] as const).flatMap(status =>
    [true, false].flatMap(isFirst =>
      groups.flatMap(({ law, entries }) =>
        entries
          .filter(one => one.status === status && (one.sameAs === undefined) === isFirst)
          .map(one => block(kernel, law, one)),
      ),
    ),
  )

const block = (kernel: string, law: string, { name, reason, details, sameAs }: Entry): string =>
  [
    '',
    `<details><summary>${text(kernel)}: ${text(law)}: ${text(name)}: ${text(reason)}</summary>`,
    '',
    ...(details.length === 0 || sameAs !== undefined
      ? []
      : [`<pre>${details.map(html).join('\n')}</pre>`, '']),
    '</details>',
    '',
  ].join('\n')

/** As many blocks as there is room for, and how many there are beside. */
function inRoom(blocks: readonly string[], room: number): string {
  const kept: string[] = []
  let left = room
  for (const one of blocks) {
    left -= Buffer.byteLength(one)
    if (left < 0)
      return `${kept.join('')}\n${blocks.length - kept.length} more are left out: see the record.\n`
    kept.push(one)
  }
  return kept.join('')
}

/** Text in HTML, where Markdown is not looked for. */
const html = (plain: string): string => plain.replace(/[&<>]/g, byNumber)

/** Text in Markdown: whatever that might take for markup is written by its number. */
const text = (plain: string): string => plain.replace(/[\\`*_{}[\]<>#+!|~&:@$]/g, byNumber)

const byNumber = (character: string): string => `&#${character.codePointAt(0)};`
