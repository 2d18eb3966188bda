import type { Test } from '../../suite/suite.js'
import { executePrograms } from '../executor/execute.js'
import type { Executor } from '../executor/executor.js'
import { type Growth, slabSample } from '../slab-growth.js'
import { type Finding, unexplained } from './finding.js'
import type { Try } from './minimize.js'

/** So often a program runs to see whether it leaks, and so much of a cache it leaks at least each time if it does. */
const repeats = 150
const few = 100
const leastEach = 0.75

/**
 * The program that makes a cache grow each time that it runs, if one of these does: first all of them a few times, and if
 * that shows it, in ever smaller groups.
 */
export async function blame(
  executor: Executor,
  { cache, tests }: Growth,
  folder: string,
): Promise<Finding | undefined> {
  let suspects = tests
  const [together = 0] = await leaked({ executor, cache, folder }, [suspects], few)
  if (together < leastEach) return undefined
  while (suspects.length > 0) {
    const groups = split(suspects, Math.floor(Math.sqrt(suspects.length)))
    const each = await leaked({ executor, cache, folder }, groups, repeats)
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
      { executor, cache, folder },
      tests.map(test => [test]),
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

type LeakSetting = { readonly executor: Executor; readonly cache: string; readonly folder: string }

/** How many objects of a cache are left by one run of each group of programs; none if a count or a guest was lost on the way. */
async function leaked(
  { executor, cache, folder }: LeakSetting,
  groups: readonly (readonly Test[])[],
  times: number,
): Promise<readonly number[]> {
  const [warm = []] = groups
  const rounds = (group: readonly Test[]): readonly Test[] =>
    Array.from({ length: times }, () => group).flat()
  const left = [...warm, slabSample, ...groups.flatMap(group => [...rounds(group), slabSample])]
  const counts: number[] = []
  let isWhole = true
  await executePrograms(
    executor,
    {
      next: () => left.shift(),
      observed: (test, seen) => {
        if (seen.isUnanswered === true || seen.guest !== undefined) isWhole = false
        if (test !== slabSample) return
        if (seen.counts === undefined) isWhole = false
        counts.push(seen.counts?.get(cache) ?? 0)
      },
    },
    folder,
  )
  return groups.map((_, index) => (isWhole ? ((counts[index + 1] ?? 0) - (counts[index] ?? 0)) / times : 0))
}

const split = <T>(all: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
    all.slice(index * size, (index + 1) * size),
  )
