import { describe } from '../suite/describe.js'
import { type Hunk, hunkAtFault, hunksOf } from './hunks.js'
import { plural } from './plural.js'
import { inC } from './run-page.js'
import type { BrokenLaw, SeriesResult, SeriesStep } from './series-result.js'

/** A plain-text reply to one mail of a series. */
type Reply = { readonly number: number; readonly text: string }

/**
 * Replies to the list, as a maintainer would write them: to each patch that breaks something, below the hunk that is at fault, with a program that
 * shows it; if there is none, one to the series.
 */
export function replies(series: SeriesResult): readonly Reply[] {
  const guilty = series.patches.filter(({ breaks }) => breaks.length > 0)
  if (guilty.length === 0) return [{ number: 0, text: whole(series) }]
  return guilty.map(step => ({ number: step.number, text: toPatch(step, series) }))
}

const subjectOf = ({ number, subject }: SeriesStep, { patches }: SeriesResult): string =>
  `Subject: Re: [PATCH${patches.length === 1 ? '' : ` ${number}/${patches.length}`}] ${subject}`

function toPatch(step: SeriesStep, series: SeriesResult): string {
  const hunks = hunksOf(step.diff)
  const byHunk = new Map<Hunk | undefined, BrokenLaw[]>()
  for (const law of step.breaks) {
    const hunk = hunkAtFault(hunks, law)
    byHunk.set(hunk, [...(byHunk.get(hunk) ?? []), law])
  }
  const mended = step.breaks.filter(({ law }) => !series.stillBroken.includes(law))
  return `${[
    subjectOf(step, series),
    '',
    ...[...byHunk].flatMap(([hunk, laws]) => [
      ...(hunk === undefined ? [] : [`> ${hunk.file}`, ...hunk.lines.map(line => `> ${line}`.trimEnd())]),
      '',
      ...laws.flatMap(said),
    ]),
    ...(mended.length === step.breaks.length
      ? ['A later patch of the series mends this, but bisecting would stop here.', '']
      : []),
    ...wrapped(
      'Seen on a kernel built of the series up to here, and not on its parent; both were asked again.',
    ),
    '',
    ...step.breaks.slice(0, 1).flatMap(law => attachment(law, step.abi ?? 0)),
  ].join('\n')}`
}

const said = (one: BrokenLaw): readonly string[] => [
  ...wrapped(`With this, ${claimOf(one)} does not hold any more (${one.cite}):`),
  '',
  ...one.ops.map(
    (op, index) =>
      `  ${describe(op)}${index === one.step ? `  -> ${one.observed}, not ${one.allowed.join(' or ')}` : ''}`,
  ),
  '',
  ...wrapped(
    `${one.why} ${plural(one.programs, 'program')} of ${one.law}; ${one.votes}.${one.hunk === null ? '' : ' Without this hunk it holds.'}`,
  ),
  '',
]

const claimOf = ({ claim }: BrokenLaw): string => `"${claim.replace(/\.$/, '')}"`

const attachment = (law: BrokenLaw, abi: number): readonly string[] => [
  '-- ',
  `reproducer-${law.law}.c, which needs nothing but a C compiler:`,
  '',
  inC(law, abi),
]

function whole({ patches, base }: SeriesResult): string {
  const [first] = patches
  const lines = patches.flatMap(({ number, state, changes, compared, clauses, why }) => {
    if (state === 'same') return [`${number}: the same kernel as its parent, byte for byte.`]
    if (state !== 'judged') return [`${number}: no verdict: ${why}`]
    if (changes.length === 0)
      return [`${number}: no difference in ${plural(compared, 'program')}, ${plural(clauses, 'clause')}.`]
    return [`${number}: ${changes.map(({ says }) => says).join('; ')}.`]
  })
  return [
    `Subject: Re: [PATCH${patches.length === 1 ? '' : ` 0/${patches.length}`}] ${first?.subject ?? ''}`,
    '',
    `Judged on top of ${base.commit.slice(0, 12)} ("${base.subject}"), patch by patch:`,
    '',
    ...lines.flatMap(wrapped),
    '',
  ].join('\n')
}

/** Lines of 72 columns, as mails have them. */
function wrapped(text: string): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length >= 72) {
      lines.push(line)
      line = ''
    }
    line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
