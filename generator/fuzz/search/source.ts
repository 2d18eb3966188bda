import fc, { type Arbitrary } from 'fast-check'
import { missing } from '../../../specs/needs.js'
import { goesOn, isRace, type Program } from '../../../specs/program.js'
import type { Spec } from '../../../specs/spec.js'
import type { Target } from '../../../specs/target.js'
import { candidates } from '../../suite/sample.js'
import type { Test } from '../../suite/suite.js'

/** So many programs are drawn of a law before the next one has its turn. */
export const drawnAtOnce = 8

/** Which programs are wanted, and who hears of one that the model says nothing about. */
type ProgramFilter = {
  readonly isNew: (id: string) => boolean
  readonly onUnmodelled?: (program: Program) => void
}

/**
 * New programs without end, of one law after the other: the same seed gives the same ones in the same order.
 * What the model says nothing about, or the target lacks something for, is left out; it ends when no law has anything new.
 */
export function* source(
  specs: readonly Spec[],
  target: Target,
  seed: number,
  { isNew, onUnmodelled = () => {} }: ProgramFilter,
): Generator<Test> {
  let left = specs.map(({ name, programs }, index) => {
    return { name, programs: programs(target), index, barren: 0 }
  })
  for (let round = 0; left.length > 0; round += 1) {
    for (const one of left) {
      const drawn = draw(one, target, seedOf(seed, round, one.index), { isNew, onUnmodelled })
      one.barren = drawn.length === 0 ? one.barren + 1 : 0
      yield* drawn
    }
    left = left.filter(({ barren }) => barren < patience)
  }
}

/** A law that drew nothing new so often in a row has no more programs, or as good as none. */
const patience = 20

const seedOf = (seed: number, round: number, law: number): number =>
  Math.imul(Math.imul(seed ^ 0x811c9dc5, 16777619) ^ round, 16777619) ^ law

type Drawing = { readonly name: string; readonly programs: Arbitrary<Program> }

function draw(
  { name, programs }: Drawing,
  target: Target,
  seed: number,
  { isNew, onUnmodelled }: Required<ProgramFilter>,
): readonly Test[] {
  const drawn = fc.sample(programs, { seed, numRuns: drawnAtOnce }).map(shortened)
  const isWanted = (id: string, program: Program): boolean =>
    (isNew(id) || isRace(program)) && !goesOn(program) && missing(target, program) === null
  return candidates(target, drawn, isWanted, onUnmodelled).map(one => ({ ...one, law: name, name: one.id }))
}

/** So often a race is run at a time: it has its turn again and again, since it may end in another way each time. */
const tries = 200

const shortened = ({ ops }: Program): Program => ({
  ops: ops.map(op => (op.kind === 'race' ? { ...op, tries: Math.min(op.tries, tries) } : op)),
})
