import type { Progress } from '../shared/progress.js'
import type { Test } from '../suite/suite.js'
import type { Machine } from './machine.js'

/** What the guests of one run said, one after another. */
export type Observed = {
  readonly channel: string
  readonly console: string
  /** One sentence per guest that was lost, with the test at which it was, and for whatever else was not run. */
  readonly lost: readonly string[]
  /** What a reader should know of how it went, though nothing was lost by it. */
  readonly notes: readonly string[]
  readonly boots: number
}

/** A suite on a machine. */
export type GuestRun = {
  readonly machine: Machine
  readonly packed: string
  /** The id of the suite. */
  readonly id: string
  readonly tests: readonly Test[]
  /** Each guest has a folder in it. */
  readonly folder: string
  readonly progress: Progress
}
