import type { Op, Slot } from '../program.js'
import { portRule } from '../trace.js'
import { actorOf, type Branch } from './branch.js'
import type { State } from './state.js'

/** A branch after which a socket is on a list. */
const listing =
  (list: 'unsettled' | 'held') =>
  (op: Op, branch: Branch): Branch => {
    const { next } = branch
    const slot = 'socket' in op ? op.socket : undefined
    const id = slot === undefined ? undefined : next.processes.get(actorOf(op))?.sockets.get(slot)
    return id === undefined ? branch : { ...branch, next: { ...next, [list]: [...next[list], id] } }
  }

/** A branch after which nobody knows yet how a connection ended. */
export const unsettled = listing('unsettled')

/** A branch after which somebody else may hold the socket for a moment. */
export const held = listing('held')

/** The slots that an op is about, by itself or by the port of a socket. */
const slotsOf = (op: Op): readonly Slot[] => {
  const port =
    'address' in op && op.address !== undefined && 'port' in op.address ? op.address.port : portRule(op)?.port
  const named = typeof port === 'string' && port.startsWith('of:') ? [Number(port.slice(3))] : []
  return 'socket' in op && op.kind !== 'close' ? [op.socket, ...named] : named
}

/** Whether an op is about a socket of which the model cannot say yet how it is. */
export const isUnsettled = ({ unsettled, processes }: State, op: Op): boolean =>
  unsettled.length > 0 &&
  slotsOf(op).some(slot => unsettled.includes(processes.get(actorOf(op))?.sockets.get(slot) ?? -1))
