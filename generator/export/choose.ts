import { setImmediate } from 'node:timers/promises'
import { mergedClauses } from '../../specs/model/clauses.js'
import type { Target } from '../../specs/target.js'
import { loader, type Model } from '../mutate/load.js'
import type { Mutant } from '../mutate/mutant.js'
import { modelSource } from '../mutate/mutate-model.js'
import { mutantsOf } from '../mutate/plant.js'
import { type TargetTest, tryOut } from '../mutate/trial.js'
import { visitsOf } from '../mutate/visits.js'
import type { Progress } from '../shared/progress.js'
import type { Test } from '../suite/suite.js'
import { cover } from './cover.js'

/** What there is to choose from. */
type Offer = {
  readonly target: Target
  /** Those that can be exported, in the order in which they are tried. */
  readonly carried: readonly Test[]
  /** All others of the suite. */
  readonly others: readonly Test[]
}

/** What was chosen, by name, and what that notices. */
export type ProgramChoice = {
  readonly chosen: readonly string[]
  /** Mistakes that were planted, that the whole suite notices, and that what was chosen notices. */
  readonly planted: number
  readonly suite: number
  readonly exported: number
  /** By which program of the suite each of the rest is noticed. */
  readonly missed: readonly string[]
}

/** Whether a program notices a mistake, as mutation of the model has it. */
const notices = (model: Model, one: TargetTest, { kind }: Mutant): boolean =>
  typeof tryOut(model, [one], kind === 'reorder') === 'object'

/** Those that come by the place of a mistake, by its clauses first. */
const inOrder = (
  tests: readonly TargetTest[],
  among: ReadonlySet<Test>,
  { clauses }: Mutant,
): readonly TargetTest[] => {
  const isNear = ({ test }: TargetTest): boolean =>
    test.clauses.some(step => step.some(clause => clauses.includes(clause)))
  const here = tests.filter(({ test }) => among.has(test))
  return clauses.length === 0
    ? here
    : here.toSorted((one, other) => Number(isNear(other)) - Number(isNear(one)))
}

/** About the lines that a program is in C. */
const costOf = ({ program }: Test): number => 8 + 2 * program.ops.length

/** Plants every mistake and finds programs that notice it: the fewest that notice what all that can be exported do. */
export async function choose({ target, carried, others }: Offer, progress: Progress): Promise<ProgramChoice> {
  const { model, others: beside } = await modelSource()
  const mutants = mutantsOf(model, Object.keys(mergedClauses))
  const load = loader([...model, ...beside])
  const cases = [...carried, ...others].map(test => ({ target, test }))
  progress('following every program through the model')
  const visits = visitsOf(model, beside, cases)
  const [mayTake, rest] = [new Set(carried), new Set(others)]
  const pool = new Set<Test>()
  const found: { readonly mutant: Mutant; readonly by: TargetTest }[] = []
  const missed: string[] = []
  for (const [done, mutant] of mutants.entries()) {
    progress(`looking for who notices a mistake in ${mutant.place}`, { done, total: mutants.length })
    await setImmediate()
    const changed = load({ path: mutant.path, content: mutant.content })
    const near = visits(mutant.around) ?? cases
    const by = [pool, mayTake]
      .flatMap(among => inOrder(near, among, mutant))
      .find(one => notices(changed, one, mutant))
    if (by !== undefined) {
      pool.add(by.test)
      found.push({ mutant, by })
      continue
    }
    const other = inOrder(near, rest, mutant).find(one => notices(changed, one, mutant))
    if (other !== undefined) missed.push(other.test.name)
  }
  progress('leaving out what others notice, too')
  const seen = new Map<Test, number[]>([...pool].map(test => [test, []]))
  for (const [index, { mutant, by }] of found.entries()) {
    await setImmediate()
    const changed = load({ path: mutant.path, content: mutant.content })
    for (const one of inOrder(visits(mutant.around) ?? cases, pool, mutant))
      if (one === by || notices(changed, one, mutant)) seen.get(one.test)?.push(index)
  }
  return {
    chosen: cover(seen, costOf).map(({ name }) => name),
    ...{ planted: mutants.length, suite: found.length + missed.length, exported: found.length, missed },
  }
}
