import type { Entry, Outline } from '../entries.js'
import { placeOf } from '../outline.js'

/** So many annotations of a kind GitHub shows of a step. */
const most = 10

/**
 * A result as annotations of GitHub Actions, a command a line, and the verdict: errors for what diverged or was lost, warnings for
 * what is flaky, notices for what is known or was left out. Of
 * more than ten of a kind the tenth says how many there are; the summary has them all.
 */
export function githubAnnotations({ sections, words }: Outline): string {
  const all = sections.flatMap(({ kernel, groups }) =>
    groups.flatMap(({ law, entries }) => entries.map(entry => ({ kernel, law, entry }))),
  )
  const of = (status: Entry['status']): readonly AnnotatedEntry[] =>
    causesFirst(all.filter(({ entry }) => entry.status === status))
  return [
    ...annotations('error', [...of('diverged'), ...of('lost')]),
    ...annotations('warning', of('flaky')),
    ...annotations('notice', [...of('known'), ...of('skipped')]),
    data(words),
  ]
    .map(one => `${one}\n`)
    .join('')
}

type Kind = 'error' | 'warning' | 'notice'

type AnnotatedEntry = { readonly kernel: string; readonly law: string; readonly entry: Entry }

/** What shows the same as another comes after all that does not, so that each cause is among the ten as long as there is room. */
const causesFirst = (all: readonly AnnotatedEntry[]): readonly AnnotatedEntry[] => [
  ...all.filter(({ entry }) => entry.sameAs === undefined),
  ...all.filter(({ entry }) => entry.sameAs !== undefined),
]

function annotations(kind: Kind, all: readonly AnnotatedEntry[]): readonly string[] {
  if (all.length <= most) return all.map(one => annotation(kind, one))
  const rest = `and ${all.length - most + 1} more: the summary has them all`
  return [...all.slice(0, most - 1).map(one => annotation(kind, one)), `::${kind}::${rest}`]
}

function annotation(kind: string, { kernel, law, entry }: AnnotatedEntry): string {
  const { name, reason, details } = entry
  const place = placeOf(entry)
  const where = place === undefined ? '' : `file=${property(place.file)},line=${place.line},`
  return `::${kind} ${where}title=${property(`${kernel}: ${law}: ${name}`)}::${data([reason, ...details].join('\n'))}`
}

/** As the runner reads what stands behind a command. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/** As the runner reads what stands in a command. */
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
