import { isGroupOk, isOk } from '../counts.js'
import type { Entry, LawEntries, Outline, ReportSection } from '../entries.js'

/** A result as TAP version 14 with subtests: kernel, law, program. What is known is TODO, what was left out is SKIP; what is lost or flaky says so in its YAML. */
export function tapText({ sections, words }: Outline): string {
  return [
    'TAP version 14',
    comment(words),
    `1..${sections.length}`,
    ...sections.flatMap((one, index) => [
      `# Subtest: ${escaped(one.kernel)}`,
      ...indented(section(one)),
      line(one.groups.every(isGroupOk), index, one.kernel),
    ]),
  ]
    .map(one => `${one}\n`)
    .join('')
}

const indented = (all: readonly string[]): readonly string[] => all.map(one => `    ${one}`)

const section = ({ about, notes, groups }: ReportSection): readonly string[] => [
  ...[about, ...notes].map(comment),
  `1..${groups.length}`,
  ...groups.flatMap((one, index) => [
    `# Subtest: ${escaped(one.law)}`,
    ...indented(group(one)),
    line(isGroupOk(one), index, one.law),
  ]),
]

const group = ({ entries }: LawEntries): readonly string[] => [
  `1..${entries.length}`,
  ...entries.flatMap((one, index) => [
    line(one.status === 'agreed' || one.status === 'skipped', index, one.name, directive(one)),
    ...yaml(one),
  ]),
]

/** The second blank keeps a reader from taking it for the header of a subtest. */
const comment = (text: string): string => `#  ${text}`

const line = (ok: boolean, index: number, name: string, directive = ''): string =>
  `${ok ? 'ok' : 'not ok'} ${index + 1} - ${escaped(name)}${directive}`

const directive = ({ status, reason }: Entry): string =>
  status === 'known' ? ` # TODO ${escaped(reason)}` : status === 'skipped' ? ` # SKIP ${escaped(reason)}` : ''

/** How long it took, and what did not agree at length; a text of JSON is one of YAML. */
function yaml(one: Entry): readonly string[] {
  const duration = one.ms === undefined ? [] : [`  duration_ms: ${one.ms}`]
  const rest = isOk([one]) ? [] : wrong(one)
  return duration.length + rest.length === 0 ? [] : ['  ---', ...duration, ...rest, '  ...']
}

const wrong = (one: Entry): readonly string[] => [
  `  severity: ${one.status === 'lost' ? 'error' : 'fail'}`,
  `  status: ${one.status}`,
  `  message: ${JSON.stringify(one.reason)}`,
  `  details:${one.details.length === 0 ? ' []' : ''}`,
  ...one.details.map(text => `    - ${JSON.stringify(text)}`),
]

/** As TAP 14 has it: what begins an escape, and what begins a directive. */
const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('#', '\\#')
