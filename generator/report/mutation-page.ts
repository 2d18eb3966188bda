import { inLines } from '../shared/printable.js'
import { fileOf, mutationOutline } from './mutation-outline.js'
import type { MutationResult, TriedMistake } from './mutation-result.js'
import type { Difference, Page } from './page.js'

/** What a page of mistakes tells: each that nothing noticed as what differs. */
export function mutationPage(foreign: MutationResult): Page {
  const { what, mistakes, stale } = inLines(foreign)
  const untried = mistakes.filter(({ verdict }) => verdict === 'unbuilt' || verdict === 'untried')
  return {
    outline: mutationOutline(foreign),
    beforehand: stale.map(one => `No longer equivalent: ${one}`),
    figures: [],
    differences: mistakes
      .filter(({ verdict }) => verdict === 'survived')
      .map((one, at) => differenceOf(one, at, what)),
    coverage: [],
    unrun: untried.map(({ name, by }) => `${name}: ${by.join('; ')}`),
    times: [],
  }
}

const differenceOf = (one: TriedMistake, at: number, kernel: string): Difference => ({
  ...{ kernel, law: fileOf(one), claim: '', place: one.place, test: one.name, program: '', c: '' },
  id: `difference-${at + 1}`,
  kind: 'diverged',
  difference: `nothing notices ${one.name}`,
  columns: ['observed', 'allowed'],
  steps: [],
  clause: one.clauses.join(', '),
  why: one.says,
  cite: one.place,
  remarks: [],
  replay: '',
})
