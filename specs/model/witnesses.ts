import type { OpOf } from '../program.js'
import type { Target } from '../target.js'
import { withDenial } from './audit.js'
import { type Branch, fail, ok, processOf, unmodelled } from './branch.js'
import { scopeDenial } from './scope.js'
import type { State } from './state.js'

/** open(2): what file rights make of it is not for this model to say. */
const open = (_target: Target, state: State, op: OpOf<'open'>): readonly Branch[] => {
  const judges = processOf(state, op)?.layers.some(layer => layer.handledFs !== 0)
  // Who may write to that is a matter of capabilities.
  if (op.path === '/proc/self/status' && op.access === 'O_WRONLY') return unmodelled('file.proc')
  return judges ? unmodelled('file.rights') : ok(state, 'witness.open')
}

/** kill(2) with signal 0: what a signal scope keeps in is any signal to a process of another domain. */
const kill = (_target: Target, state: State, op: OpOf<'kill'>): readonly Branch[] => {
  const target = state.processes.get(op.target)
  const layers = processOf(state, op)?.layers ?? []
  if (target === undefined) return unmodelled('actor.none')
  const denial = scopeDenial(layers, target.layers, 'signal', [`to=${op.target}`])
  return denial === null
    ? ok(state, 'witness.kill')
    : fail(withDenial(state, denial), 'EPERM', 'signal.scoped')
}

/** What the ops of this family do. */
export const steps = { open, kill }
