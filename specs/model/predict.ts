import type { Allowed } from '../outcome.js'
import type { Op, Program } from '../program.js'
import type { Target } from '../target.js'
import type { Trace } from '../trace.js'
import { type Branch, type ModelStep, silenceOf } from './branch.js'
import type { ClauseId } from './clauses.js'
import type { SilenceId } from './silences.js'
import { initialState, type State } from './state.js'
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

/** Walks a program through the model; undefined if it leaves what the model speaks about. */
export const predict = (
  target: Target,
  { ops }: Program,
  step: ModelStep = model,
  before: readonly State[] = [initialState],
): Prediction | undefined => {
  const allowed: (readonly Allowed[])[] = []
  const clauses: (readonly ClauseId[])[] = []
  let live = before
  for (const op of ops) {
    const branches = follow(target, live, op, step)
    if (branches.length === 0) return undefined
    allowed.push(unique(branches.map(branch => branch.outcome)))
    clauses.push(unique(branches.map(branch => branch.clause)))
    live = unique(branches.map(branch => branch.next))
  }
  return { allowed, clauses }
}

/** The first op of a program about which the model says nothing, and why; undefined if it speaks of all. */
export const silenceIn = (
  target: Target,
  { ops }: Program,
): { readonly step: number; readonly id: SilenceId | undefined } | undefined => {
  let live: readonly State[] = [initialState]
  for (const [step, op] of ops.entries()) {
    const branches = follow(target, live, op)
    if (branches.length === 0) return { step, id: silenceOf(branches) }
    live = unique(branches.map(branch => branch.next))
  }
  return undefined
}

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
