import { type Pending, type State, withProcess } from './state.js'

const isSame = (one: Pending, other: Pending): boolean => one.signal === other.signal && one.of === other.of

/** A signal that waits already is not queued once more (signal.c: legacy_queue). */
export const withPending = (state: State, actor: number, signal: Pending): State => {
  const before = state.processes.get(actor)?.pending ?? []
  const isThere = before.some(one => isSame(one, signal) && (one.isSure || !signal.isSure))
  if (isThere) return state
  return withProcess(state, actor, { pending: [...before.filter(one => !isSame(one, signal)), signal] })
}
