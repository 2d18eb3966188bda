import type { Op, Program } from '../program.js'
import type { Target } from '../target.js'
import type { Allowed, Trace } from '../trace.js'
import type { Branch } from './branch.js'
import type { ClauseId } from './clauses.js'
import { initialState, type State } from './state.js'
import { step as model, type Step } from './step.js'

/** For each op of a program, every outcome that is allowed and every clause that decided one. */
export type Prediction = {
  readonly allowed: readonly (readonly Allowed[])[]
  readonly clauses: readonly (readonly ClauseId[])[]
}

const unique = <T>(values: readonly T[]): readonly T[] => (values.length > 1 ? [...new Set(values)] : values)

/** Every branch of an op in every state that is possible; nearly always there is only one. */
const follow = (target: Target, live: readonly State[], op: Op, step: Step): readonly Branch[] => {
  const [only] = live
  return live.length === 1 && only !== undefined
    ? step(target, only, op)
    : live.flatMap(state => step(target, state, op))
}

/** Walks a program through the model; undefined if it leaves what the model speaks about. */
export const predict = (target: Target, program: Program, step: Step = model): Prediction | undefined => {
  const allowed: (readonly Allowed[])[] = []
  const clauses: (readonly ClauseId[])[] = []
  let live: readonly State[] = [initialState]
  for (const op of program.ops) {
    const branches = follow(target, live, op, step)
    if (branches.length === 0) return undefined
    allowed.push(unique(branches.map(branch => branch.outcome)))
    clauses.push(unique(branches.map(branch => branch.clause)))
    live = unique(branches.map(branch => branch.next))
  }
  return { allowed, clauses }
}

/** The trace that the model gives where it allows one outcome each; of several the first, of anything OK. */
export const traceOf = (program: Program, { allowed }: Pick<Prediction, 'allowed'>): Trace =>
  program.ops.map((op, index) => {
    const outcome = allowed[index]?.[0]
    if (outcome === undefined) throw new Error(`no outcome for op ${index}`)
    return { op, outcome: outcome === '!EACCES' ? 'OK' : outcome }
  })
