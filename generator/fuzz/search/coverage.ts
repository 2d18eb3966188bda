import type { Test } from '../../suite/suite.js'

/** What was covered so far: clauses of the model, pairs of them in the order in which a program meets them, and edges of a kernel. */
export type CorpusCoverage = {
  /** What a program covers that nothing before it did. */
  readonly newIn: (clauses: Test['clauses'], edges?: readonly number[]) => readonly number[]
  /** Whether a program that comes by these clauses covers all of this, but for edges. */
  readonly covers: (clauses: Test['clauses'], features: readonly number[]) => boolean
  readonly add: (features: readonly number[]) => void
  readonly counts: () => { readonly clauses: number; readonly pairs: number; readonly edges: number }
}

/** Clauses are numbered from 1 as they come; a pair of them is one number beyond all clauses, an edge one below zero. */
const most = 4096

const kindOf = (feature: number): 'clauses' | 'pairs' | 'edges' =>
  feature < 0 ? 'edges' : feature < most ? 'clauses' : 'pairs'

/** The edges among what a program covers. */
export const edgesIn = (features: readonly number[]): readonly number[] =>
  features.filter(feature => kindOf(feature) === 'edges').map(feature => -1 - feature)

/** Nothing is covered at first. */
export function coverage(): CorpusCoverage {
  const numbers = new Map<string, number>()
  const covered = new Set<number>()
  const counts = { clauses: 0, pairs: 0, edges: 0 }
  const numberOf = (clause: string): number => {
    const known = numbers.get(clause)
    if (known !== undefined) return known
    numbers.set(clause, numbers.size + 1)
    return numbers.size
  }
  const eachOf = (clauses: Test['clauses'], note: (feature: number) => void): void => {
    const before = new Set<number>()
    for (const step of clauses) {
      const here = step.map(numberOf)
      for (const clause of here) {
        note(clause)
        for (const earlier of before) note(earlier * most + clause)
      }
      for (const clause of here) before.add(clause)
    }
  }
  return {
    newIn: (clauses, edges = []) => {
      const found = new Set<number>()
      const note = (feature: number): void => {
        if (!covered.has(feature)) found.add(feature)
      }
      eachOf(clauses, note)
      for (const edge of edges) note(-1 - edge)
      return [...found]
    },
    covers: (clauses, features) => {
      const left = new Set(features.filter(feature => kindOf(feature) !== 'edges'))
      eachOf(clauses, feature => left.delete(feature))
      return left.size === 0
    },
    add: features => {
      for (const feature of features) {
        if (!covered.has(feature)) counts[kindOf(feature)] += 1
        covered.add(feature)
      }
    },
    counts: () => ({ ...counts }),
  }
}
