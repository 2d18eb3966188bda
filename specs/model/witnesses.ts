import type { OpOf } from '../program.js'
import type { Target } from '../target.js'
import { type Branch, ok, processOf, unmodelled } from './branch.js'
import type { State } from './state.js'

/** open(2): what file rights make of it is not for this model to say. */
const open = (_target: Target, state: State, op: OpOf<'open'>): readonly Branch[] => {
  const judges = processOf(state, op)?.layers.some(layer => layer.handledFs !== 0)
  // Who may write to that is a matter of capabilities.
  if (op.path === '/proc/self/status' && op.access === 'O_WRONLY') return unmodelled('file.proc')
  return judges ? unmodelled('file.rights') : ok(state, 'witness.open')
}

/** What the ops of this family do. */
export const steps = { open }
