import type { Allowed } from '../outcome.js'
import type { Program } from '../program.js'
import type { Target } from '../target.js'
import type { Trace } from '../trace.js'
import { type ModelStep, silenceOf } from './branch.js'
import type { ClauseId } from './clauses.js'
import { initialState } from './initial-state.js'
import type { SilenceId } from './silences.js'
import { step as model } from './step.js'
import { follow, type Position } from './walk.js'

/** For each op of a program, every outcome that is allowed and every clause that decided one. */
export type Prediction = {
  readonly allowed: readonly (readonly Allowed[])[]
  readonly clauses: readonly (readonly ClauseId[])[]
}

const unique = <T>(values: readonly T[]): readonly T[] => (values.length > 1 ? [...new Set(values)] : values)

/** The first op of a program about which the model says nothing, and why. */
type Silence = { readonly step: number; readonly id: SilenceId | undefined }

/** Walks a program through the model as far as that speaks about it. */
export const predictSpoken = (
  target: Target,
  { ops }: Program,
  step: ModelStep = model,
  before: readonly Position[] = [initialState],
): Prediction & { readonly silence: Silence | undefined } => {
  const allowed: (readonly Allowed[])[] = []
  const clauses: (readonly ClauseId[])[] = []
  let live = before
  for (const index of ops.keys()) {
    const branches = follow(target, live, { ops, index }, step)
    if (branches.length === 0) return { allowed, clauses, silence: { step: index, id: silenceOf(branches) } }
    allowed.push(unique(branches.map(branch => branch.outcome)))
    clauses.push(unique(branches.map(branch => branch.clause)))
    live = unique(branches.map(branch => branch.next))
  }
  return { allowed, clauses, silence: undefined }
}

/** Walks a program through the model; undefined if it leaves what the model speaks about. */
export const predict = (
  target: Target,
  program: Program,
  step: ModelStep = model,
  before: readonly Position[] = [initialState],
): Prediction | undefined => {
  const { silence, ...prediction } = predictSpoken(target, program, step, before)
  return silence === undefined ? prediction : undefined
}

/** Where a program leaves what the model speaks about, and why; undefined if it does not. */
export const silenceIn = (target: Target, program: Program): Silence | undefined =>
  predictSpoken(target, program).silence

/** Before each op of a program, everywhere a walk through it may be: where one through the rest of it can begin. */
export const positionsBefore = (target: Target, { ops }: Program): readonly (readonly Position[])[] => {
  const before: (readonly Position[])[] = [[initialState]]
  for (const index of ops.slice(0, -1).keys()) {
    const branches = follow(target, before.at(-1) ?? [], { ops, index }, model)
    before.push(unique(branches.map(branch => branch.next)))
  }
  return before
}

/** The trace that the model gives where it allows one outcome each; of several the first, of anything OK. */
export const traceOf = (program: Program, { allowed }: Pick<Prediction, 'allowed'>): Trace =>
  program.ops.map((op, index) => {
    const outcome = allowed[index]?.[0]
    if (outcome === undefined) throw new Error(`no outcome for op ${index}`)
    return { op, outcome: outcome === '!EACCES' ? 'OK' : outcome }
  })
