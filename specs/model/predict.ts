import type { Allowed } from '../outcome.js'
import type { Op, Program } from '../program.js'
import type { Target } from '../target.js'
import type { Trace } from '../trace.js'
import { type Branch, type ModelStep, silenceOf } from './branch.js'
import type { ClauseId } from './clauses.js'
import { initialState } from './initial-state.js'
import type { SilenceId } from './silences.js'
import type { State } from './state.js'
import { step as model } from './step.js'

/** For each op of a program, every outcome that is allowed and every clause that decided one. */
export type Prediction = {
  readonly allowed: readonly (readonly Allowed[])[]
  readonly clauses: readonly (readonly ClauseId[])[]
}

const unique = <T>(values: readonly T[]): readonly T[] => (values.length > 1 ? [...new Set(values)] : values)

/**
 * Every branch of an op in every state that is possible; nearly always there is only one. None if the model says nothing about
 * one of them, since that may be the one that is.
 */
export const follow = (
  target: Target,
  live: readonly State[],
  op: Op,
  step: ModelStep = model,
): readonly Branch[] => {
  const [only] = live
  if (live.length === 1 && only !== undefined) return step(target, only, op)
  const all = live.map(state => step(target, state, op))
  return all.find(branches => branches.length === 0) ?? all.flat()
}

/** The first op of a program about which the model says nothing, and why. */
type Silence = { readonly step: number; readonly id: SilenceId | undefined }

/** Walks a program through the model as far as that speaks about it. */
export const predictSpoken = (
  target: Target,
  { ops }: Program,
  step: ModelStep = model,
  before: readonly State[] = [initialState],
): Prediction & { readonly silence: Silence | undefined } => {
  const allowed: (readonly Allowed[])[] = []
  const clauses: (readonly ClauseId[])[] = []
  let live = before
  for (const [index, op] of ops.entries()) {
    const branches = follow(target, live, op, step)
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
  before: readonly State[] = [initialState],
): Prediction | undefined => {
  const { silence, ...prediction } = predictSpoken(target, program, step, before)
  return silence === undefined ? prediction : undefined
}

/** Where a program leaves what the model speaks about, and why; undefined if it does not. */
export const silenceIn = (target: Target, program: Program): Silence | undefined =>
  predictSpoken(target, program).silence

/** Before each op of a program, every state that is possible: where a walk through a part of it can begin. */
export const statesBefore = (target: Target, { ops }: Program): readonly (readonly State[])[] => {
  const before: (readonly State[])[] = [[initialState]]
  for (const op of ops.slice(0, -1)) {
    const branches = follow(target, before.at(-1) ?? [], op)
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
