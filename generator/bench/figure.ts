/** A goal: at least so much, or at most. */
type Goal = { readonly kind: 'least' | 'most'; readonly value: number }

/** What was measured, once a turn. */
type Measured = {
  readonly name: string
  readonly unit: string
  /** Null where the figure only explains another one. */
  readonly goal: Goal | null
  readonly turns: readonly number[]
}

/** A measurement with its spread, and how often its median fits into the goal: 1 is just met. */
export type Figure = Measured & {
  readonly min: number
  readonly median: number
  readonly max: number
  readonly ratio: number | null
  readonly met: boolean | null
}

/** What a measurement comes to; of an even number of turns, the median is the one in the middle that is further from the goal. */
export function figure(measured: Measured): Figure {
  const { goal, turns } = measured
  if (turns.length === 0) throw new Error(`${measured.name} was not measured`)
  const sorted = turns.toSorted((one, other) => one - other)
  const at = (index: number): number => sorted[index] ?? Number.NaN
  const middle = (sorted.length - 1) / 2
  const median = at(goal?.kind === 'most' ? Math.ceil(middle) : Math.floor(middle))
  const ratio = goal === null ? null : goal.kind === 'least' ? median / goal.value : goal.value / median
  const met = ratio === null ? null : ratio >= 1
  return { ...measured, min: at(0), median, max: at(sorted.length - 1), ratio, met }
}
