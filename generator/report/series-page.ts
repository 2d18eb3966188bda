import { inLines } from '../shared/printable.js'
import { describe } from '../suite/describe.js'
import type { Difference, Page } from './page.js'
import { plural } from './plural.js'
import { inC } from './run-page.js'
import { seriesOutline, stepName } from './series-outline.js'
import type { BrokenLaw, SeriesResult, SeriesStep, VotedChange } from './series-result.js'

/** What a page of a series tells: first a patch by patch account, then each law that one breaks, and each thing that one changes. */
export function seriesPage(foreign: SeriesResult): Page {
  const result = inLines(foreign)
  const { base, patches } = result
  const steps = [base, ...patches]
  const differences = steps.flatMap(step => [
    ...step.breaks.map(one => ofBroken(one, step, patches.length)),
    ...step.changes.map((one, at) => ofChange(one, at, step, patches.length)),
  ])
  return {
    outline: seriesOutline(foreign),
    beforehand: steps.flatMap(step =>
      step.ahead.map(what => `${stepName(step, patches.length)}: new, not judged: ${what}`),
    ),
    figures: steps.map(step => ({
      kernel: stepName(step, patches.length),
      facts: factsOf(step),
      curves: [],
    })),
    differences: differences.map((one, at) => ({ ...one, id: `difference-${at + 1}` })),
    coverage: [],
    unrun: steps.flatMap(step => [
      ...(step.state === 'not-built' || step.state === 'not-run'
        ? [`${stepName(step, patches.length)}: ${step.why}`]
        : []),
      ...step.missing.map(what => `${stepName(step, patches.length)}: ${what}`),
    ]),
    times: steps.map(step => ({ kernel: stepName(step, patches.length), seconds: { all: step.seconds } })),
  }
}

const factsOf = ({ state, abi, agreed, programs, breaks, mends, changes }: SeriesStep) => [
  { name: 'state', value: state },
  ...(abi === null ? [] : [{ name: 'ABI', value: abi }]),
  { name: 'programs that agree', value: `${agreed} of ${programs}` },
  { name: 'laws that it breaks', value: breaks.length },
  { name: 'laws that it mends', value: mends.length },
  { name: 'things that it changes', value: changes.length },
]

type Unnamed = Omit<Difference, 'id'>

const ofBroken = (one: BrokenLaw, step: SeriesStep, count: number): Unnamed => {
  const { law, claim, place, program, ops, outcomes, observed, allowed, clause, why, cite, replay } = one
  return {
    ...{ law, claim, place, program, clause, why, cite, replay },
    kind: 'diverged',
    kernel: stepName(step, count),
    test: 'holds_as_before',
    difference: `${observed}, allowed is ${allowed.join(' or ')}`,
    columns: ['observed', 'allowed'],
    steps: ops.map((op, index) => ({
      index,
      words: describe(op),
      cells: [
        outcomes[index] ?? (index === one.step ? observed : 'not reached'),
        index === one.step ? allowed.join(' | ') : '',
      ],
      isWrong: index === one.step,
    })),
    remarks: [`${plural(one.programs, 'program')} of this law; ${one.votes}.`],
    c: inC(one, step.abi ?? 0),
  }
}

const ofChange = (one: VotedChange, at: number, step: SeriesStep, count: number): Unnamed => {
  const { law, says, cite, program, ops, outcomes, clauses, replay } = one
  const last = ops.length - 1
  return {
    ...{ law, program, replay, claim: '', c: '', cite },
    kind: 'flaky',
    kernel: stepName(step, count),
    place: '',
    test: `changes_${at + 1}`,
    difference: says,
    columns: ['parent', 'patch'],
    steps: ops.map((op, index) => ({
      index,
      words: describe(op),
      cells: index === last ? outcomes : ['', ''],
      isWrong: index === last,
    })),
    clause: clauses[1]?.clause ?? clauses[0]?.clause ?? '',
    why: clauses[1]?.says ?? clauses[0]?.says ?? '',
    remarks: [`${plural(one.programs, 'program')} showed it; ${one.votes}.`],
  }
}
