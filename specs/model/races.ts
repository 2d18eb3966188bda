import type { OpOf } from '../program.js'
import type { Target } from '../target.js'
import { netRights } from '../uapi/landlock.js'
import { type Branch, outside, processOf, value } from './branch.js'
import type { ClauseId } from './clauses.js'
import { allCapabilities, type State } from './state.js'

const clauseOf = {
  addrform_send: 'race.addrform',
  reuseport_autobind: 'race.autobind',
  add_rule_restrict: 'race.snapshot',
} as const satisfies Readonly<Record<OpOf<'race'>['pair'], ClauseId>>

const abiOf = ({ pair }: OpOf<'race'>): number =>
  pair === 'add_rule_restrict' ? netRights.bind_tcp.abi : netRights.connect_send_udp.abi

/** No try gives what must not be. Of races in a sandbox, or beside sockets that hold their ports, nothing is said. */
export const race = ({ abi }: Target, state: State, op: OpOf<'race'>): readonly Branch[] => {
  const process = processOf(state, op)
  const isFree = process?.layers.length === 0 && process.capabilities.length === allCapabilities.length
  if (abi < abiOf(op) || !isFree || state.sockets.length > 0) return outside
  return value({ ...state, routed: true }, op.tries, clauseOf[op.pair])
}
