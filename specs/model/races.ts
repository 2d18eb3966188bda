import type { OpOf } from '../program.js'
import { has, type Target } from '../target.js'
import { netRights, restrictSelfFlags } from '../uapi/landlock.js'
import { type Branch, processOf, unmodelled, value } from './branch.js'
import { allCapabilities } from './initial-state.js'
import type { State } from './state.js'

/** What is said of races begins where no sandbox is yet, and no socket that holds one of their ports. */
const isFree = (state: State, op: OpOf<'race'>): boolean => {
  const process = processOf(state, op)
  const isPrivileged = process?.capabilities.length === allCapabilities.length
  return isPrivileged && process.layers.length === 0 && state.sockets.length === 0
}

const needed = {
  addrform_send: netRights.connect_send_udp,
  reuseport_autobind: netRights.connect_send_udp,
  add_rule_restrict: netRights.bind_tcp,
  tsync_tsync: restrictSelfFlags.tsync,
} as const

/** No try gives what must not be: the answer is that all of them went by. */
const race = (target: Target, state: State, op: OpOf<'race'>): readonly Branch[] => {
  const { pair, tries } = op
  if (!has(target, needed[pair]) || !isFree(state, op)) return unmodelled('race.target')
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
