import { type Decision, decisions, exclusions, namedSets } from '../../specs/designs/decisions.js'
import { namesOf } from '../../specs/names-of.js'
import { describe } from '../suite/describe.js'
import type { ContrastReport, ContrastSteps, DescribedDifference } from './contrast.js'

/** What a choice changes: how it differs from what is usual of its decision. */
export type Consequence = {
  readonly decision: string
  readonly choice: string
  readonly report: ContrastReport
}

const cell = (text: string): string => text.replaceAll('|', '\\|')

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`

const program = ({ before, sandboxes: [a, b], after }: ContrastSteps): string => {
  const isSame = JSON.stringify(a) === JSON.stringify(b)
  const sandbox = isSame ? a.map(op => `\`${describe(op)}\``) : ['*the sandbox*']
  const code = (ops: ContrastSteps['before']): readonly string[] => ops.map(op => `\`${describe(op)}\``)
  return [...code(before), ...sandbox, ...code(after)].join('<br>')
}

const consequence = ({ decision, choice }: Consequence, difference: DescribedDifference): string => {
  const { what, outcomes } = difference
  return row([`${decision}=${choice}`, what, program(difference.ways[0].told), ...outcomes])
}

const choiceRows = (decision: Decision): readonly string[] =>
  Object.entries(decision.choices).map(([name, { says, by, cite }]) =>
    row([name === decision.usual ? `**${name}**` : name, says, by, cite]),
  )

function sectionOf(name: keyof typeof decisions, consequences: readonly Consequence[]): string {
  const decision: Decision = decisions[name]
  const own = consequences.filter(one => one.decision === name)
  return [
    `## ${name}`,
    `${decision.asks}, in \`${decision.design}\`.`,
    [
      row(['choice', 'comes to', 'argued for by', 'where']),
      row(['---', '---', '---', '---']),
      ...choiceRows(decision),
    ].join('\n'),
    [
      row([
        'instead of what is usual',
        'what is done',
        'the smallest program',
        decision.usual,
        'this choice',
      ]),
      row(['---', '---', '---', '---', '---']),
      ...own.flatMap(one => one.report.differences.map(found => consequence(one, found))),
    ].join('\n'),
  ].join('\n\n')
}

const bracket = (choices: Readonly<Record<string, string>>): string =>
  Object.entries(choices)
    .map(([name, choice]) => `${name}=${choice}`)
    .join(', ') || 'all that is usual'

const setRows = (): readonly string[] =>
  Object.entries(namedSets).map(([name, { design, choices, says, cite }]) =>
    row([name, `\`${design}\``, says, bracket(choices), cite]),
  )

/** What is open, what may be chosen, and what each choice changes for a user, by the smallest programs. */
export const decisionsPage = (consequences: readonly Consequence[]): string =>
  `${[
    '# Open decisions',
    'What the proposals leave open, who argued for what, and what each choice changes, by the smallest programs on which the model tells it from the usual one (in bold). A choice stands in brackets behind its design wherever a design is named: `lab:socket-create-v4[default_protocol=mapped,packet_alias=no]`, `contrast socket-create-v4 socket-create-v4[may-2026]`; a choice of the form by protocol makes `socket-create[…]` that form. Written by `landlockstep designs --write`.',
    ...namesOf(decisions).map(name => sectionOf(name, consequences)),
    '## Sets with a name',
    [
      row(['set', 'design', 'is', 'what is not usual', 'where']),
      row(['---', '---', '---', '---', '---']),
      ...setRows(),
    ].join('\n'),
    '## What excludes what',
    exclusions
      .map(({ choices, designs, why }) => `- ${bracket(choices)} and ${designs.join(', ')}: ${why}.`)
      .join('\n'),
  ].join('\n\n')}\n`

const lines = (name: string, decision: Decision): readonly string[] => [
  `  ${name}: ${decision.asks}`,
  ...Object.entries(decision.choices).map(
    ([choice, { says, by }]) =>
      `    ${choice === decision.usual ? '*' : ' '} ${choice.padEnd(12)} ${says} (${by})`,
  ),
]

/** Each design with what is open in it; a star is before what is usual. */
export const decisionsText = (designs: readonly string[]): string =>
  [
    ...designs.map(design => {
      const own = namesOf(decisions).filter(name => decisions[name].design === design)
      return [design, ...own.flatMap(name => lines(name, decisions[name]))].join('\n')
    }),
    [
      'Sets with a name',
      ...Object.entries(namedSets).map(
        ([name, { design, choices, says }]) =>
          `  ${`${design}[${name}]`.padEnd(36)} ${says}: ${bracket(choices)}`,
      ),
    ].join('\n'),
  ].join('\n\n')
