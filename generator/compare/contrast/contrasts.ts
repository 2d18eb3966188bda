import { stories } from '../../../specs/contrast/stories.js'
import type { Target } from '../../../specs/target.js'
import { type DivergencePoint, divergencePoints, isRefusal } from '../divergence-point.js'
import { both, type Pair } from '../pair.js'

/** One reason for which two targets part: the clause that decides on each side, and the smallest story for each history. */
export type Contrast = { readonly smallest: DivergencePoint; readonly partings: readonly DivergencePoint[] }

/** What came of a contrast: how many stories were told, and every reason for which they end differently. */
type Contrasted = { readonly programs: number; readonly contrasts: readonly Contrast[] }

const stepsOf = ({ programs }: DivergencePoint): number => programs[0].ops.length + programs[1].ops.length

/** One more parting, if it is the first or has fewer steps than what was kept under its key. */
const keep = (kept: Map<string, DivergencePoint>, key: string, one: DivergencePoint): void => {
  const before = kept.get(key)
  if (before === undefined || stepsOf(one) < stepsOf(before)) kept.set(key, one)
}

/** What a reason is told by: the clauses, which errno each side refuses with, and what of the targets makes the difference. */
export const reasonOf = ({ clauses, outcomes, cause }: Omit<DivergencePoint, 'story' | 'programs'>): string =>
  JSON.stringify([clauses, both(outcomes, one => (isRefusal(one) ? one : 'goes on')), cause])

/** Whether both sides refuse, each in its own way. */
export const isAboutErrno = ({ outcomes }: DivergencePoint): boolean => outcomes.every(isRefusal)

const bySteps = (one: DivergencePoint, other: DivergencePoint): number => stepsOf(one) - stepsOf(other)

/** What one side allows and the other does not comes first, then what both refuse in different ways. */
const byWeight = ({ smallest: one }: Contrast, { smallest: other }: Contrast): number =>
  Number(isAboutErrno(one)) - Number(isAboutErrno(other)) || bySteps(one, other)

/** Everything on which the model tells two targets apart in small programs, by the reason, each with its smallest programs. */
export function contrast(targets: Pair<Target>): Contrasted {
  const kept = new Map<string, Map<string, DivergencePoint>>()
  let programs = 0
  for (const point of stories(...targets).flatMap(story => [...divergencePoints(targets, story)])) {
    programs += 1
    if (point === null) continue
    const reason = reasonOf(point)
    const group = kept.get(reason) ?? new Map<string, DivergencePoint>()
    keep(group, point.story.history?.name ?? '', point)
    kept.set(reason, group)
  }
  const contrasts = [...kept.values()].flatMap(group => {
    const sorted = [...group.values()].sort(bySteps)
    return sorted.slice(0, 1).map(smallest => ({ smallest, partings: sorted }))
  })
  return { programs, contrasts: contrasts.sort(byWeight) }
}
