import { isGroupOk, isOk } from '../counts.js'
import type { Entry, LawEntries, Outline, ReportSection } from '../entries.js'

/**
 * A result as KTAP version 1 (Documentation/dev-tools/ktap.rst), as the kernel nests it: kernel, law, program. What is known is XFAIL, what is
 * lost is ERROR, what was left out is SKIP, and what is flaky fails and says so.
 */
export function ktapText({ sections, words }: Outline): string {
  return lines([
    'KTAP version 1',
    diagnostic(words),
    `1..${sections.length}`,
    ...sections.flatMap((one, index) => [
      ...indented(section(one)),
      line(one.groups.every(isGroupOk), index, one.kernel),
    ]),
  ])
}

const lines = (all: readonly string[]): string => all.map(one => `${one}\n`).join('')

const indented = (all: readonly string[]): readonly string[] => all.map(one => `  ${one}`)

const section = ({ kernel, about, notes, groups }: ReportSection): readonly string[] => [
  'KTAP version 1',
  `# Subtest: ${escaped(kernel)}`,
  ...[about, ...notes].map(diagnostic),
  `1..${groups.length}`,
  ...groups.flatMap((one, index) => [...indented(group(one)), line(isGroupOk(one), index, one.law)]),
]

const group = ({ law, entries }: LawEntries): readonly string[] => [
  'KTAP version 1',
  `# Subtest: ${escaped(law)}`,
  `1..${entries.length}`,
  ...entries.flatMap((one, index) => [
    ...one.details.map(diagnostic),
    ...(one.ms === undefined ? [] : [diagnostic(`took ${one.ms} ms`)]),
    line(isOk([one]), index, one.name, remark(one)),
  ]),
]

/** The second blank keeps a reader from taking it for a result, or for a header. */
const diagnostic = (text: string): string => `#  ${text}`

const line = (ok: boolean, index: number, name: string, remark = ''): string =>
  `${ok ? 'ok' : 'not ok'} ${index + 1} ${escaped(name)}${remark}`

function remark({ status, reason }: Entry): string {
  switch (status) {
    case 'agreed':
      return ''
    case 'diverged':
    case 'flaky':
      return ` # ${escaped(reason)}`
    case 'skipped':
      return ` # SKIP ${escaped(reason)}`
    case 'known':
      return ` # XFAIL ${escaped(reason)}`
    case 'lost':
      return ` # ERROR ${escaped(reason)}`
  }
}

/** A name ends at a number sign, for which KTAP has no escape. */
const escaped = (text: string): string => text.replaceAll('#', '\\u0023')
