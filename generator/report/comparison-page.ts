import { inLines } from '../shared/printable.js'
import { describe } from '../suite/describe.js'
import { changeName, comparedKernels, comparisonOutline } from './comparison-outline.js'
import type { Comparison, DescribedChange } from './comparison-result.js'
import { type Difference, type Page, timesOf } from './page.js'
import { plural } from './plural.js'

/** What a page of a comparison tells: each change as what differs, with what either kernel gave. */
export function comparisonPage(foreign: Comparison): Page {
  const result = inLines(foreign)
  const { kernels, changes, unseen, notRun } = result
  return {
    outline: comparisonOutline(foreign),
    beforehand: [
      ...kernels.flatMap(({ ref, reports }) => reports.map(one => `${ref}: kernel report: ${one}`)),
      ...unseen.map(one => `No program shows it: ${one}`),
    ],
    figures: [],
    differences: changes.map((one, at) => differenceOf(one, at, result)),
    coverage: [],
    unrun: [
      ...kernels.flatMap(({ ref, missing }) => missing.map(what => `${ref}: ${what}`)),
      ...(notRun === 0 ? [] : [`${plural(notRun, 'program')} that need what one of the two lacks`]),
    ],
    times: timesOf(kernels),
  }
}

function differenceOf(one: DescribedChange, at: number, result: Comparison): Difference {
  const { law, says, cite, program, ops, outcomes, clauses, replay } = one
  const [a, b] = clauses
  const last = ops.length - 1
  return {
    ...{ law, program, replay, claim: '', c: '' },
    id: `difference-${at + 1}`,
    kind: 'diverged',
    kernel: comparedKernels(result),
    place: result.laws.find(one => one.law === law)?.place ?? '',
    test: changeName(one, at),
    difference: says,
    columns: ['A', 'B'],
    steps: ops.map((op, index) => ({
      index,
      words: describe(op),
      cells: index === last ? outcomes : ['', ''],
      isWrong: index === last,
    })),
    clause:
      a?.clause === b?.clause
        ? (a?.clause ?? '')
        : `A ${a?.clause ?? 'nothing'}, B ${b?.clause ?? 'nothing'}`,
    why: [...new Set([a?.says, b?.says])].filter(one => one !== undefined).join(' '),
    cite,
    remarks: [`${plural(one.programs, 'program')} showed it.`],
  }
}
