import { readObservations } from '../guest/ktap.js'
import type { ResultFinding } from '../judge/result.js'
import { type Job, ready } from '../run/job.js'
import { runAgain, usualRetries } from '../run/retry.js'
import { withTests } from '../suite/part.js'
import type { Observation, Suite, Test } from '../suite/suite.js'

/** What some programs gave again: of each by the content of the program, one observation for each guest that came to it. */
export type Votes = ReadonlyMap<string, readonly Observation[]>

/** Runs some programs of a suite again in fresh guests of a kernel. What a guest does not come to has no vote. */
export async function voteOn(ref: string, suite: Suite, tests: readonly Test[], job: Job): Promise<Votes> {
  if (tests.length === 0) return new Map()
  const { machine } = await ready(ref, job)
  const some = withTests(suite, tests)
  const { guests } = await runAgain(machine, some, usualRetries, job)
  const seen = guests.map(({ channel }) => readObservations(channel, some.tests))
  return new Map(some.tests.map(({ id, name }) => [id, seen.flatMap(one => one.get(name) ?? [])]))
}

/** What an op gave, or how the program ended there. */
export const gave = ({ end, outcomes }: Observation, step: number): string => outcomes[step] ?? end

type Shown = Pick<ResultFinding, 'step' | 'outcomes' | 'observed'>

/** What an observation has where a finding has its difference: what the op gave, or else all that ops gave. */
export const seenAt = (one: Observation, { step }: Pick<Shown, 'step'>): string =>
  step === null ? one.outcomes.join() : gave(one, step)

/** Whether an observation shows a finding again. */
export const isAgain = (one: Observation, finding: Shown): boolean =>
  seenAt(one, finding) === (finding.step === null ? finding.outcomes.join() : finding.observed)

/** Of so many votes so many are the same. */
export type Count = { readonly same: number; readonly of: number }

/** How many votes on a program are as they should be. */
export function countOf(votes: Votes, id: string, isSame: (one: Observation) => boolean): Count {
  const all = votes.get(id) ?? []
  return { same: all.filter(isSame).length, of: all.length }
}

/** Whether every guest said so, and there was one at least. */
export const isSure = ({ same, of }: Count): boolean => of > 0 && same === of
