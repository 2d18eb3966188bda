import type { Fuzzed, FuzzResult, FuzzVerdict } from '../report/fuzz-result.js'

/** What part of the programs may be lost, unjudged or unanswered, before nobody can say that the kernel agrees. */
export const mostLost = 0.001

type FuzzCounts = Pick<Fuzzed, 'programs' | 'agreed' | 'known' | 'diverged' | 'lost'>

/** Why nobody can say that the kernel agrees, if too little was judged of what ran. */
export function whyIncomplete({ programs, agreed, known, diverged, lost }: FuzzCounts): readonly string[] {
  if (programs === 0) return ['no program ran: give --time more']
  if (agreed + known + diverged === 0) return [`none of ${programs} programs was judged to its end`]
  if (lost <= programs * mostLost) return []
  return [
    `${lost} of ${programs} programs have no verdict, which is more than one in ${1 / mostLost}: see what is unjudged and unanswered`,
  ]
}

/** Of one kernel. A difference is told before what is missing, and what is missing is never passing. */
export function verdictOfKernel(findings: number, missing: readonly string[]): FuzzVerdict {
  if (findings > 0) return 'diverge'
  return missing.length > 0 ? 'incomplete' : 'agree'
}

/** Of all kernels, by the same order. */
export function verdictOfAll({
  kernels,
  unavailable,
}: Pick<FuzzResult, 'kernels' | 'unavailable'>): FuzzVerdict {
  if (kernels.some(({ verdict }) => verdict === 'diverge')) return 'diverge'
  const isWhole = unavailable.length === 0 && kernels.every(({ verdict }) => verdict === 'agree')
  return isWhole && kernels.length > 0 ? 'agree' : 'incomplete'
}
