import type { MutationResult, TriedMistake } from '../../generator/report/mutation-result.js'
import { mutationVerdict } from '../../generator/report/mutation-result.js'

/** A mistake that came to this. */
export const mistake = (
  name: string,
  verdict: TriedMistake['verdict'],
  more: Partial<TriedMistake> = {},
): TriedMistake => ({
  ...{ name, place: 'security/landlock/net.c', says: `${name} is wrong`, verdict, by: [], clauses: [] },
  ...{ programs: 0, seconds: { build: 20.4, run: 10.3 } },
  ...more,
})

/** One of each kind. */
export const mistakes = [
  mistake('one', 'caught', {
    by: ['a-law: a_law_0, step 1: OK, not EACCES', 'b-law: broken in b_law_0'],
    programs: 2,
  }),
  mistake('two', 'equivalent', { by: ['Nobody asks.'] }),
  mistake('three', 'survived'),
  mistake('four', 'unbuilt', { by: ['a.c:1:1: error: what?'] }),
  mistake('five', 'untried', { by: ['E_QEMU: QEMU was killed.'] }),
]

/** What these came to in a design. */
export const mutated = (
  mistakes: readonly TriedMistake[],
  more: Partial<MutationResult> = {},
): MutationResult => ({
  ...{ into: 'design', what: 'lab/7.3:socket-create', design: 'socket-create', targets: ['abi-11'], seed: 1 },
  judgedAt: '2026-11-24T17:36:41.000Z',
  ...{ programs: 7, laws: 3, mistakes, stale: [] },
  verdict: mutationVerdict({ mistakes, stale: more.stale ?? [] }),
  ...more,
})
