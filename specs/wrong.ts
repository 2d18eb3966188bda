import type { Branch, ModelStep } from './model/branch.js'
import type { Layer, Process, State } from './model/state.js'
import type { Outcome } from './outcome.js'
import type { NetPortAttr, Op, OpKind } from './program.js'
import type { Target } from './target.js'
import { portRule } from './trace.js'

/** A model that is wrong on purpose: every law names one on which it fails. */
export type Wrong = (step: ModelStep) => ModelStep

/** A model that answers something else to some ops, and does not act on them. */
export const withOutcome =
  (outcome: Outcome, when: (op: Op, state: State) => boolean): Wrong =>
  step =>
  (target, state, op) => {
    const branches = step(target, state, op)
    return when(op, state) ? branches.map(branch => ({ ...branch, outcome, next: state })) : branches
  }

/** A model that misreads ops: a swapped port, a lost flag. */
export const withOp =
  (change: (op: Op, state: State) => Op): Wrong =>
  step =>
  (target, state, op) =>
    step(target, state, change(op, state))

/** A model that misreads the rules for ports that are added. */
export const withRules = (change: (rule: NetPortAttr) => NetPortAttr): Wrong =>
  withOp(op => {
    const rule = portRule(op)
    return op.kind === 'add_rule' && rule !== undefined ? { ...op, attr: change(rule) } : op
  })

/** A model that mistakes what kernel it is. */
export const withTarget =
  (change: (target: Target) => Target): Wrong =>
  step =>
  (target, state, op) =>
    step(change(target), state, op)

const judgedBy = (
  state: State,
  change: (layers: readonly Layer[], process: Process) => readonly Layer[],
): State => ({
  ...state,
  processes: new Map(
    [...state.processes].map(([actor, process]) => [
      actor,
      { ...process, layers: change(process.layers, process) },
    ]),
  ),
})

const keepLayers = (before: State, branch: Branch): Branch => {
  const processes = [...branch.next.processes].map(
    ([actor, process]) =>
      [actor, { ...process, layers: before.processes.get(actor)?.layers ?? process.layers }] as const,
  )
  return { ...branch, next: { ...branch.next, processes: new Map(processes) } }
}

const judgedOps: readonly OpKind[] = ['bind', 'connect', 'sendto', 'sendmsg']

/** A model that judges bind, connect and send, or other calls, by other layers than the process has. */
export const withLayers =
  (
    change: (layers: readonly Layer[], process: Process) => readonly Layer[],
    calls: readonly OpKind[] = judgedOps,
  ): Wrong =>
  step =>
  (target, state, op) => {
    if (!calls.includes(op.kind)) return step(target, state, op)
    return step(target, judgedBy(state, change), op).map(branch => keepLayers(state, branch))
  }
