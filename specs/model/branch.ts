import { namesOf } from '../names-of.js'
import type { Allowed } from '../outcome.js'
import type { Actor, Op } from '../program.js'
import type { Target } from '../target.js'
import type { Errno } from '../uapi/errno.js'
import type { ClauseId } from './clauses.js'
import { type SilenceId, silences } from './silences.js'
import { type Process, type Socket, type State, withSocket } from './state.js'

/** One outcome that is allowed, the clause that decided it, and the state after it. */
export type Branch = { readonly outcome: Allowed; readonly clause: ClauseId; readonly next: State }

/** The op succeeds. */
export const ok = (next: State, clause: ClauseId): readonly Branch[] => [{ outcome: 'OK', clause, next }]

/** The op fails and changes nothing. */
export const fail = (state: State, errno: Errno, clause: ClauseId): readonly Branch[] => [
  { outcome: errno, clause, next: state },
]

/** What became of a socket is told once, by the next call that sends or receives (include/net/sock.h: sock_error). */
export const tellError = (
  state: State,
  id: number,
  errno: Errno,
  clause: 'send.pending' | 'recv.pending',
): readonly Branch[] => fail(withSocket(state, id, { error: null }), errno, clause)

/** The op answers with a value. */
export const value = (state: State, text: string | number, clause: ClauseId): readonly Branch[] => [
  { outcome: `=${text}`, clause, next: state },
]

const silent = new Map<SilenceId, readonly Branch[]>(namesOf(silences).map(id => [id, []]))

const reasons = new Map<readonly unknown[], SilenceId>([...silent].map(([id, branches]) => [branches, id]))

/** The model says nothing about this op in this state: such programs are not generated. */
export const unmodelled = (id: SilenceId): readonly Branch[] => silent.get(id) ?? []

/** Why there is no branch. */
export const silenceOf = (branches: readonly unknown[]): SilenceId | undefined => reasons.get(branches)

const listed = (made: Branch | readonly Branch[]): readonly Branch[] => ('outcome' in made ? [made] : made)

/** What is made of each branch; where there is none, or none is made of one of them, it is still known why. */
export const mapBranches = (
  branches: readonly Branch[],
  change: (branch: Branch) => Branch | readonly Branch[],
): readonly Branch[] => {
  const made = branches.map(branch => listed(change(branch)))
  return [branches, ...made].find(one => one.length === 0) ?? made.flat()
}

/** Who does an op. */
export const actorOf = (op: Op): Actor => op.actor ?? 0

/** The process that does an op, or undefined if it was never forked. */
export const processOf = (state: State, op: Op): Process | undefined => state.processes.get(actorOf(op))

/** A socket by its place among all of a state. */
export type FoundSocket = { readonly id: number; readonly socket: Socket }

/** The socket behind a slot of the process that does the op. */
export const socketOf = (state: State, op: Op & { readonly socket: number }): FoundSocket | undefined => {
  const id = processOf(state, op)?.sockets.get(op.socket)
  const socket = id === undefined ? undefined : state.sockets[id]
  return id === undefined || socket === undefined ? undefined : { id, socket }
}

/** Every allowed branch of an op in a state; none where the model has nothing to say. */
export type ModelStep = (target: Target, state: State, op: Op) => readonly Branch[]
