import { availableParallelism } from 'node:os'
import type { Kernel } from '../kernel/resolve.js'
import type { TestRange } from './ktap.js'

/** A guest for fewer tests than these takes longer to boot than to run them. */
const fewest = 400

/** More guests than these share what they read from the disk and what the host does for them, however many processors there are. */
const mostGuests = 8

/** How many guests run so many tests side by side: one for each processor, as far as that is worth its boot; the running kernel is there once. */
export const guestsFor = ({ kind }: Kernel, tests: number, processors = availableParallelism()): number =>
  kind === 'native' ? 1 : Math.max(1, Math.min(processors, mostGuests, Math.floor(tests / fewest)))

/** A suite for so many guests: tests that stand together take about the same time, so of n guests each has every nth. */
export const partsFor = (guests: number): readonly TestRange[] =>
  Array.from({ length: guests }, (_, from) => (guests === 1 ? { from } : { from, each: guests }))
