import type { RunVerdict } from '../judge/result.js'
import type { Frozen } from '../suite/codec/program-schema.js'
import type { mutationSchema } from './mutation-schema.js'

/** What planting mistakes gave: every report is made from this record, and `--json` prints it. */
export type MutationResult = Frozen<(typeof mutationSchema)['_output']>

/** One mistake that was planted, and what became of it. */
export type TriedMistake = MutationResult['mistakes'][number]

/** The exit codes of mutate; 2 is also what our own failures exit with. */
export const mutationCodes = { caught: 0, survived: 1, incomplete: 2 } as const satisfies Record<
  MutationResult['verdict'],
  number
>

/** What nothing noticed is to formats of test results what diverges. */
export const mutatedAs = {
  caught: 'agree',
  survived: 'diverge',
  incomplete: 'incomplete',
} as const satisfies Record<MutationResult['verdict'], RunVerdict>

/** A survivor is told before what nobody can say; where nothing was tried, nothing is caught. */
export function mutationVerdict({
  mistakes,
  stale,
}: Pick<MutationResult, 'mistakes' | 'stale'>): MutationResult['verdict'] {
  const isAny = (...verdicts: readonly TriedMistake['verdict'][]): boolean =>
    mistakes.some(({ verdict }) => verdicts.includes(verdict))
  if (isAny('survived')) return 'survived'
  return mistakes.length === 0 || stale.length > 0 || isAny('unbuilt', 'untried') ? 'incomplete' : 'caught'
}
