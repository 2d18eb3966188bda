import { isWithin } from '../needs.js'
import type { OpOf } from '../program.js'
import type { Target } from '../target.js'
import { type Branch, processOf, unmodelled, value } from './branch.js'
import { allCapabilities } from './initial-state.js'
import type { State } from './state.js'

/** What is said of races begins where no sandbox is yet, and no socket that holds one of their ports. */
const isFree = (state: State, op: OpOf<'race'>): boolean => {
  const process = processOf(state, op)
  const isPrivileged = process?.capabilities.length === allCapabilities.length
  return isPrivileged && process.layers.length === 0 && state.sockets.length === 0
}

/** No try gives what must not be: the answer is that all of them went by. */
const race = (target: Target, state: State, op: OpOf<'race'>): readonly Branch[] => {
  const { pair, tries } = op
  if (!isWithin(target, op)) return unmodelled('race.target')
  if (!isFree(state, op)) return unmodelled('race.begun')
  // A filter answers the calls of a race, too.
  if (processOf(state, op)?.filters.length !== 0) return unmodelled('race.filtered')
  const next = { ...state, routed: true }
  if (pair === 'addrform_send') return value(next, tries, 'race.addrform')
  if (pair === 'reuseport_autobind') return value(next, tries, 'race.autobind')
  if (pair === 'tsync_tsync') return value(next, tries, 'race.tsync')
  return value(next, tries, 'race.snapshot')
}

/** What the ops of this family do. */
export const steps = { race }
