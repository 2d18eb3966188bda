import { isExpensive } from '../suite/select/cost.js'
import type { Test } from '../suite/suite.js'
import type { Seen, Work } from './executor/executor.js'
import type { SlabCounts } from './executor/listen.js'

/** Asks a guest what its kernel holds, in the place of a program. */
export const slabSample: Test = {
  id: 'slabs',
  name: 'slabs',
  law: '',
  program: { ops: [] },
  allowed: [],
  clauses: [],
}

/** So many programs run from one sample of the slabs to the next. */
const windowSize = 2_000

/** A cache of which a kernel holds more objects after some programs than before them. */
export type Growth = {
  readonly cache: string
  readonly objects: number
  /** How many programs ran, and a few of them that together came by every clause that any of them came by: a leak is on somebody's way. */
  readonly programs: number
  readonly tests: readonly Test[]
}

/**
 * What is held on purpose: names and inodes of files, connections that wait for their end, and areas of memory that are
 * given back when there are many.
 */
const kept = /dentry|inode|^tw_sock|^request_sock|^vmap_area$|radix_tree|^kernfs/

/**
 * What a cache keeps of free objects by itself counts as in use: ten full sheaves of sixty, and two for each processor
 * (mm/slub.c: MAX_FULL_SHEAVES, calculate_sheaf_capacity()).
 */
const most = 720

/** Follows what the kernel of one guest holds, from its first sample on: before that it is getting warm. */
export function growthWatch() {
  let first: SlabCounts | undefined
  let since = fresh()
  return {
    /** Takes note of a program that ran; with a guest that was lost, or may have been, everything begins anew. */
    ran: (test: Test, { guest, isUnanswered }: Seen): void => {
      if (guest !== undefined || isUnanswered === true) [first, since] = [undefined, fresh()]
      else since.ran(test)
    },
    /** What grew since the first sample by more than a cache keeps, with the programs since the last one. */
    counted: ({ counts }: Seen): readonly Growth[] => {
      const ran = since.all()
      since = fresh()
      if (counts === undefined) return []
      first ??= counts
      return grown(first, counts).map(one => ({ ...one, ...ran }))
    },
  }
}

/** The programs since a sample: of all that is not expensive, what came by a clause first. */
function fresh() {
  const met = new Set<string>()
  const tests: Test[] = []
  let programs = 0
  return {
    ran: (test: Test): void => {
      programs += 1
      if (isExpensive(test.program)) return
      const before = met.size
      for (const step of test.clauses) for (const clause of step) met.add(clause)
      if (met.size > before) tests.push(test)
    },
    all: (): Pick<Growth, 'programs' | 'tests'> => ({ programs, tests }),
  }
}

const grown = (first: SlabCounts, counts: SlabCounts) =>
  [...counts]
    .map(([cache, count]) => ({ cache, objects: count - (first.get(cache) ?? 0) }))
    .filter(({ cache, objects }) => objects > most && !kept.test(cache))

/** Who hears what is counted, and whether it is worth to count once more. */
type LeakCheck = {
  readonly isEnough: () => boolean
  readonly grew: (growth: Growth) => void
  /** How much of the kernel's memory is in use, in kB. */
  readonly holds: (used: number) => void
}

/** Counts after every few programs what the kernel holds. */
export function withSlabSample(
  next: Work['next'],
  observed: Work['observed'],
  { isEnough, grew, holds }: LeakCheck,
): Work {
  const watch = growthWatch()
  let until = windowSize
  return {
    next: () => {
      until -= 1
      if (until > 0 || isEnough()) return next()
      until = windowSize
      return slabSample
    },
    observed: (test, seen) => {
      if (test === slabSample) {
        for (const one of watch.counted(seen)) grew(one)
        if (seen.used !== undefined) holds(seen.used)
      } else {
        observed(test, seen)
        watch.ran(test, seen)
      }
    },
  }
}
