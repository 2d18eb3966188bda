import { namesOf } from '../../specs/names-of.js'
import {
  type Account,
  isWhole,
  reasons,
  type Section,
  type SentenceDocument,
} from '../../specs/sentences/account.js'
import type { DocumentationFinding } from '../../specs/sentences/findings.js'
import type { SentenceDifference } from '../coverage/sentences/compare.js'
import { outOf, placedIn, type SentenceFigures, sentenceFigures } from '../coverage/sentences/figures.js'

/** What the page of sentences is made from. */
type SentenceReport = {
  readonly documents: readonly SentenceDocument[]
  readonly findings: Readonly<Record<string, DocumentationFinding>>
}

const columns = (figures: SentenceFigures): readonly number[] => [
  figures.sentences,
  figures.judged,
  figures.tested,
  figures.wrong,
  outOf(figures),
  figures.open,
]

const row = (name: string, figures: SentenceFigures): string =>
  `| ${[name, ...columns(figures)].join(' | ')} |`

/** What a page cannot have in a cell of a table. */
const cell = (text: string): string =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('_', '\\_').replaceAll('*', '\\*')

const judgedBy = (judges: readonly string[]): string => judges.map(judge => `\`${judge}\``).join(', ')

function became(account: Account): string {
  switch (account.kind) {
    case 'judged':
      return judgedBy(account.by)
    case 'out':
      return account.reason
    case 'open':
      return '**open**'
    case 'wrong':
      return `not so: [${account.finding}](#${account.finding})`
  }
}

const rowsOf = ([title, section]: readonly [string, Section]): readonly string[] =>
  isWhole(section)
    ? [`| *${cell(title)}* | all ${section.count}: ${section.reason} |`]
    : [
        `| *${cell(title)}* | |`,
        ...Object.entries(section).map(([key, account]) => `| ${cell(key)} … | ${became(account)} |`),
      ]

const documentPart = ({ path, sections }: SentenceDocument): string =>
  [
    `## ${path}`,
    '',
    '| sentence | what judges it, or why nothing has to |',
    '|---|---|',
    ...Object.entries(sections).flatMap(rowsOf),
  ].join('\n')

function findingPart([name, { says, kernel, by, fix }]: readonly [string, DocumentationFinding]): string {
  const patch =
    typeof fix === 'string'
      ? `No patch: ${fix}.`
      : `Patch: ${fix.map(file => `[${file}](patches/${file})`).join(', ')}.`
  return `### ${name}\n\n${cell(says)} ${cell(kernel)} Shown by ${judgedBy(by)}. ${patch}`
}

const openPart = (documents: readonly SentenceDocument[]): readonly string[] =>
  placedIn(documents).flatMap(({ path, key, account }) =>
    account.kind === 'open' ? [`- ${path}, ${cell(key)} …: ${account.why}`] : [],
  )

const reasonRows = ({ out }: SentenceFigures): readonly string[] =>
  namesOf(out).map(reason => `| ${reason} | ${out[reason]} | ${reasons[reason]} |`)

/** Every sentence and what becomes of it, as the tables of their page. */
export function sentenceTables({ documents, findings }: SentenceReport): string {
  const all = sentenceFigures(documents)
  return [
    '| document | sentences | judged | only tested | not so | out of scope | open |',
    '|---|---|---|---|---|---|---|',
    ...documents.map(document => row(document.path, sentenceFigures([document]))),
    row('all', all),
    '',
    '| out of scope | sentences | what it says |',
    '|---|---|---|',
    ...reasonRows(all),
    '',
    '## What nothing judges',
    '',
    ...openPart(documents),
    '',
    '## What is not so',
    '',
    Object.entries(findings).map(findingPart).join('\n\n'),
    '',
    documents.map(documentPart).join('\n\n'),
  ].join('\n')
}

const differenceLine = ({ path, section, kind, text }: SentenceDifference): string => {
  const what = { new: 'nothing is written of', gone: 'is not there any more:', changed: 'has changed, now' }
  return `  ${path}, ${section}: ${what[kind]} ${text}`
}

/** The figures for a terminal, and how the documents differ from what is written of them. */
export function sentenceText(
  { documents }: SentenceReport,
  differences: readonly SentenceDifference[],
): string {
  const line = (name: string, figures: SentenceFigures): string => {
    const [sentences, judged, tested, wrong, out, open] = columns(figures)
    return `${name.padEnd(44)} ${String(sentences).padStart(4)} sentences  ${judged} judged, ${tested} only tested, ${wrong} not so, ${out} out of scope, ${open} open`
  }
  return [
    ...documents.map(document => line(document.path, sentenceFigures([document]))),
    line('all', sentenceFigures(documents)),
    ...differences.map(differenceLine),
  ].join('\n')
}
