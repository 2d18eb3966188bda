import { type Branch, mapBranches, socketOf } from '../model/branch.js'
import { isInside } from '../model/scope.js'
import type { Layer, Socket, State } from '../model/state.js'
import type { Op, OpKind } from '../program.js'
import { hasProtocol } from './calls.js'
import { handles } from './judge.js'

const creations: readonly OpKind[] = ['socket', 'socketpair', 'pair']

/** Whether a layer had a say in a call on a socket that a process has. */
const hasSay = (layer: Layer, layers: readonly Layer[], { domain }: Socket, call: OpKind): boolean =>
  (hasProtocol(call) && handles(layer, 'protocol')) ||
  (handles(layer, 'use') && !isInside(layers, domain, layer))

const grantedBy = (state: State, op: Op): 'socket.granted' | 'socket.call-granted' | null => {
  const layers = state.processes.get(op.actor ?? 0)?.layers ?? []
  if (!layers.some(({ handledSocket }) => handledSocket !== 0)) return null
  if (creations.includes(op.kind))
    return layers.some(one => handles(one, 'create') || handles(one, 'protocol')) ? 'socket.granted' : null
  const found =
    'socket' in op && typeof op.socket === 'number'
      ? socketOf(state, { ...op, socket: op.socket })
      : undefined
  if (found === undefined) return null
  return layers.some(one => hasSay(one, layers, found.socket, op.kind)) ? 'socket.call-granted' : null
}

/** What succeeds since rules for sockets allow it says so: a kernel that denies it has not read the rule as it should. */
export const tellGrants = (branches: readonly Branch[], state: State, op: Op): readonly Branch[] => {
  const clause = grantedBy(state, op)
  if (clause === null) return branches
  return mapBranches(branches, one => (one.outcome === 'OK' ? { ...one, clause } : one))
}
