import type { KernelResult, RunVerdict } from '../../generator/judge/result.js'
import type { Exit } from './process.js'
import type { Setting, World } from './world.js'

/** What a fault is about. `long` and `reproduction` run only when they are asked for. */
export const groups = ['guest', 'host', 'files', 'supply', 'long', 'reproduction'] as const

export type Group = (typeof groups)[number]

/** How the program must end; what is not said of a kernel's record may be anything. */
export type Expected = {
  readonly exit: number
  /** The signal that ended it, where that is right; its exit code is then -1. */
  readonly signal?: NodeJS.Signals
  /** The verdict of the record that it prints with `--json`. */
  readonly verdict?: RunVerdict
  /** The code of our own error. */
  readonly code?: `E_${string}`
  /** What must stand on standard output or standard error. */
  readonly says?: RegExp
  /** What must stand in the record of the first kernel. */
  readonly kernel?: Partial<
    Pick<KernelResult, 'programs' | 'agreed' | 'diverged' | 'known' | 'flaky' | 'lost' | 'retried' | 'abi'>
  >
  /** How many reports of the kernel itself there are. */
  readonly reports?: number
  /** What else the row asserts by `world.problem`, in words for the page. */
  readonly besides?: string
}

/** A fault, how to bring it about, and what is right then. */
export type Row = {
  readonly group: Group
  /** In words, once in its group. */
  readonly fault: string
  readonly expected: Expected
  /** In what surroundings the program runs. */
  readonly setting?: Setting
  /** Whether it belongs to `--quick`. */
  readonly quick?: boolean
  /** How long it may take at most, in seconds, on a machine with other things to do. */
  readonly limit?: number
  /** Brings the fault about and runs the program; what it returns is compared with `expected`. */
  readonly inject: (world: World) => Promise<Exit>
}

/** A row as its group's file has it. */
export type RowOfGroup = Omit<Row, 'group'>

/** What became of a row. */
export type Outcome = {
  readonly row: Row
  readonly observed: string
  /** What is not as expected; empty if all is well. */
  readonly wrong: readonly string[]
  /** The last of what the program printed, for whoever looks for the reason. */
  readonly said: string
  /** What was measured, for the page. */
  readonly figures: readonly string[]
  readonly seconds: number
}
