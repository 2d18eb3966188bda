import type { Program } from '../../specs/program.js'
import type { Cause } from './cause.js'
import type { Pair } from './pair.js'

/** A program that two kernels answer differently, up to the first op at which they do. */
export type KernelDifference = {
  /** The law that it was drawn from, and the content id of what was run. */
  readonly law: string
  readonly id: string
  readonly program: Program
  readonly step: number
  /** An outcome each, or how the program ended there. */
  readonly outcomes: Pair<string>
  /** The clause that decided on each side; null where the model says nothing, or something else. */
  readonly clauses: Pair<string | null>
  readonly cause: Cause
}

/** One thing that changed, with the smallest program that shows it. */
export type Change = {
  readonly cause: Cause
  readonly smallest: KernelDifference
  /** How many programs show it, and the laws that those were drawn from. */
  readonly programs: number
  readonly laws: readonly string[]
}
