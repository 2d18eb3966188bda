import { isDear } from '../../select/cost.js'
import type { Test } from '../../suite.js'
import { type Executor, execute, type Seen } from './executor.js'
import { type Finding, unexplained } from './finding.js'
import type { Counts } from './listen.js'
import type { Try } from './shrink.js'

/** Asks a guest what its kernel holds, in the place of a program. */
export const census: Test = {
  id: 'census',
  name: 'census',
  law: '',
  program: { ops: [] },
  allowed: [],
  clauses: [],
}

/** So many programs run from one census to the next. */
export const windowSize = 2_000

/** A cache of which a kernel holds more objects after some programs than before them, and these programs. */
export type Growth = { readonly cache: string; readonly objects: number; readonly tests: readonly Test[] }

/**
 * What is held on purpose: names and inodes of files, connections that wait for their end, and areas of memory that are
 * given back when there are many.
 */
const kept = /dentry|inode|^tw_sock|^request_sock|^vmap_area$|radix_tree|^kernfs/

/** A cache keeps up to some sixty free objects by itself, and a count may come at any time of that. */
const leastInWindow = 200
const leastSinceFirst = 400

/** The caches that grew by at least so many objects, and by how many. */
const grown = (before: Counts | undefined, after: Counts, least: number) =>
  before === undefined
    ? []
    : [...after]
        .map(([cache, count]) => ({ cache, objects: count - (before.get(cache) ?? 0) }))
        .filter(({ cache, objects }) => objects >= least && !kept.test(cache))

/** Follows what the kernel of one guest holds, from its first census on: before that it is getting warm. */
export function growthWatch() {
  let [first, before]: [Counts | undefined, Counts | undefined] = [undefined, undefined]
  let suspected: readonly string[] = []
  let tests: Test[] = []
  return {
    /** Takes note of a program that ran; with a lost guest everything begins anew. */
    ran: (test: Test, { guest }: Seen): void => {
      if (guest !== undefined) [first, before, suspected, tests] = [undefined, undefined, [], []]
      else tests.push(test)
    },
    /** What grew the last two times, or slowly since the first. */
    counted: ({ counts }: Seen): readonly Growth[] => {
      const ran = tests
      tests = []
      if (counts === undefined) return []
      const lately = grown(before, counts, leastInWindow)
      const again = lately.filter(({ cache }) => suspected.includes(cache))
      const growths = [...again, ...grown(first, counts, leastSinceFirst)]
      suspected = lately.map(({ cache }) => cache)
      before = counts
      first ??= counts
      return growths.map(({ cache, objects }) => ({ cache, objects, tests: ran }))
    },
  }
}

/** So often a program runs to see whether it leaks, and so much of a cache it leaks at least each time if it does. */
const repeats = 150
const few = 100
const leastEach = 0.75

/** A few programs, none of them dear, that together came by every clause that all of them came by: a leak is on somebody's way. */
function pathsOf(tests: readonly Test[]): readonly Test[] {
  const met = new Set<string>()
  const plain = tests.filter(({ program }) => !isDear(program))
  return plain.filter(({ clauses }) => {
    const before = met.size
    for (const clause of clauses.flat()) met.add(clause)
    return met.size > before
  })
}

/**
 * The program that makes a cache grow each time that it runs, if one of these does: first all of them a few times, and if
 * that shows it, in ever smaller groups.
 */
export async function blame(
  executor: Executor,
  { cache, tests }: Growth,
  folder: string,
): Promise<Finding | undefined> {
  let suspects = pathsOf(tests)
  const [together = 0] = await leaked(executor, [suspects], cache, folder, few)
  if (together < leastEach) return undefined
  while (suspects.length > 0) {
    const groups = split(suspects, Math.floor(Math.sqrt(suspects.length)))
    const each = await leaked(executor, groups, cache, folder, repeats)
    const worst = Math.max(...each)
    const group = groups[each.indexOf(worst)]
    if (group === undefined || worst < leastEach) return undefined
    if (group.length === 1 && group[0] !== undefined) return leakOf(group[0], cache, worst)
    suspects = group
  }
  return undefined
}

/** Which of these programs leak from the same cache. */
export const leaks =
  (executor: Executor, cache: string, folder: string): Try =>
  async tests => {
    const each = await leaked(
      executor,
      tests.map(test => [test]),
      cache,
      folder,
      repeats,
    )
    return new Map(
      tests.flatMap((test, index) => {
        const objects = each[index] ?? 0
        return objects < leastEach ? [] : [[test.id, leakOf(test, cache, objects)] as const]
      }),
    )
  }

const leakOf = (test: Test, cache: string, objects: number): Finding => ({
  test,
  console: '',
  outcomes: [],
  divergence: {
    ...unexplained,
    law: test.law,
    test: test.name,
    program: test.id,
    observed: `${objects.toFixed(1)} objects of ${cache} are left each time`,
  },
})

/** How many objects of a cache are left by one run of each group of programs. */
async function leaked(
  executor: Executor,
  groups: readonly (readonly Test[])[],
  cache: string,
  folder: string,
  times: number,
): Promise<readonly number[]> {
  const [warm = []] = groups
  const rounds = (group: readonly Test[]): readonly Test[] =>
    Array.from({ length: times }, () => group).flat()
  const left = [...warm, census, ...groups.flatMap(group => [...rounds(group), census])]
  const counts: number[] = []
  await execute(
    executor,
    {
      next: () => left.shift(),
      observed: (test, seen) => {
        if (test === census) counts.push(seen.counts?.get(cache) ?? 0)
      },
    },
    folder,
  )
  return groups.map((_, index) => ((counts[index + 1] ?? 0) - (counts[index] ?? 0)) / times)
}

const split = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  )
