import { delayOf, groupFault, placeInGroup } from '../ops/at-once.js'
import { need } from '../ops/uses.js'
import type { Op } from '../program.js'
import type { Target } from '../target.js'
import { socketTypes } from '../uapi/socket.js'
import { type Branch, type ModelStep, socketOf, unmodelled } from './branch.js'
import type { State } from './state.js'

/** What is still to come of ops that begin at the same time, in one of their orders, and the state after all of them. */
type Order = { readonly rest: readonly Omit<Branch, 'next'>[]; readonly next: State }

/** Where a walk through a program may be: in a state, or in the middle of ops that begin at the same time. */
export type Position = State | Order

/** One outcome that is allowed, the clause that decided it, and where the walk goes on. */
type WalkBranch = Omit<Branch, 'next'> & { readonly next: Position }

const isOrder = (position: Position): position is Order => 'rest' in position

/** Every order of some ops, by their indices. */
function ordersOf(indices: readonly number[]): readonly (readonly number[])[] {
  if (indices.length < 2) return [indices]
  return indices.flatMap((place, at) => ordersOf(indices.toSpliced(at, 1)).map(rest => [place, ...rest]))
}

/** No branches, by which it is known why. */
type SilentOrder = { readonly silence: readonly Branch[] }

/** Every branch of an op in a state. */
type StateStep = (state: State, op: Op) => readonly Branch[]

/** What ops give one after the other in an order, each in its own place. */
function inOrder(
  state: State,
  group: readonly Op[],
  order: readonly number[],
  step: StateStep,
): readonly Order[] | SilentOrder {
  let walks: readonly Order[] = [{ rest: [], next: state }]
  for (const place of order) {
    const op = group[place]
    if (op === undefined) break
    const all = walks.map(walk => ({ walk, branches: step(walk.next, op) }))
    const silent = all.find(({ branches }) => branches.length === 0)
    if (silent !== undefined) return { silence: silent.branches }
    walks = all.flatMap(({ walk, branches }) =>
      branches.map(({ next, ...decided }) => ({ rest: [...walk.rest, decided], next })),
    )
  }
  const inPlace = (rest: Order['rest']) => group.flatMap((_, place) => rest[order.indexOf(place)] ?? [])
  return walks.map(({ rest, next }) => ({ rest: inPlace(rest), next }))
}

/** The first op that an order tells of, and what is left of it. */
function firstOf({ rest: [decided, ...rest], next }: Order): WalkBranch {
  if (decided === undefined) throw new Error('nothing is left of an order')
  return { ...decided, next: rest.length === 0 ? next : { rest, next } }
}

/** Calls that hold the lock of a stream from their beginning to their end; the others let go of it while they wait. */
const lockingCalls: readonly string[] = ['bind', 'listen', 'setsockopt', 'getsockopt']

/**
 * Whether two sockets listen that have one port: each is a listener already while it is asked who else is one, so that both may be refused
 * (inet_connection_sock.c: inet_csk_listen_start(), "race window").
 */
function listenTogether(state: State, group: readonly Op[]): boolean {
  const listeners = group.flatMap(op => {
    const found = op.kind === 'listen' ? socketOf(state, op) : undefined
    return found === undefined || found.socket.local === null
      ? []
      : [{ id: found.id, port: found.socket.local.port }]
  })
  return listeners.some(one => listeners.some(({ id, port }) => id !== one.id && port === one.port))
}

/** Whether calls that come as far as their stack may see what another one has done in part: on one socket of datagrams, or beside one that waits. */
function meetUnlocked(state: State, group: readonly Op[], { rest }: Order): boolean {
  const reached = group.flatMap((op, at) => {
    const found = 'socket' in op && rest[at]?.outcome !== 'EACCES' ? socketOf(state, op) : undefined
    if (found === undefined) return []
    const isLocked = found.socket.type === socketTypes.SOCK_STREAM && lockingCalls.includes(op.kind)
    return [{ id: found.id, isLocked }]
  })
  return reached.some(
    (one, at) => !one.isLocked && reached.some((other, place) => place !== at && other.id === one.id),
  )
}

/**
 * Every branch of ops that begin at the same time: each gives what it gives in one of their orders, as a call is judged and done as one.
 * None if the model says nothing in one of the orders.
 */
function atOnce(state: State, group: readonly Op[], step: StateStep): readonly WalkBranch[] {
  if (groupFault(group) !== undefined) return unmodelled('group.none')
  if (listenTogether(state, group)) return unmodelled('group.unlocked')
  const all: WalkBranch[] = []
  for (const order of ordersOf([...group.keys()])) {
    const walks = inOrder(state, group, order, step)
    if ('silence' in walks) return walks.silence
    if (walks.some(walk => meetUnlocked(state, group, walk))) return unmodelled('group.unlocked')
    all.push(...walks.map(firstOf))
  }
  return all
}

/** Whether somebody reads what is logged. */
const isLogged = (ops: readonly Op[]): boolean => need(ops, 'audit') || need(ops, 'events')

/** An op among those of its program. */
type OpPlace = { readonly ops: readonly Op[]; readonly index: number }

/**
 * Every branch of the op at that index of a program wherever the walk may be; nearly always there is only one. None if the model says
 * nothing about one of them, since that may be the one that is.
 */
export function follow(
  target: Target,
  live: readonly Position[],
  { ops, index }: OpPlace,
  step: ModelStep,
): readonly WalkBranch[] {
  const op = ops[index]
  if (op === undefined) throw new Error(`there is no op ${index}`)
  const isLater = delayOf(op) !== undefined
  const { size } = placeInGroup(ops, index)
  const from = (position: Position): readonly WalkBranch[] => {
    if (isOrder(position) !== isLater) return unmodelled('group.none')
    if (isOrder(position)) return [firstOf(position)]
    if (size > 1 && isLogged(ops)) return unmodelled('group.logged')
    if (size > 1)
      return atOnce(position, ops.slice(index, index + size), (state, op) => step(target, state, op))
    return step(target, position, op)
  }
  const [only] = live
  if (live.length === 1 && only !== undefined) return from(only)
  const all = live.map(from)
  return all.find(branches => branches.length === 0) ?? all.flat()
}
