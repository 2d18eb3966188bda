import type { Op } from '../program.js'
import { descriptionOf } from './uses.js'

/** More calls than this do not begin at the same time. */
const mostAtOnce = 3

/** The units of delay of an op that begins together with the one before it. */
export const delayOf = (op: Op): number | undefined => ('at_once' in op ? op.at_once : undefined)

/** Where an op stands among those that begin together: its place, and how many they are. */
type GroupPlace = { readonly place: number; readonly size: number }

/** Where the op at that index stands; alone it is the first of one. */
export function placeInGroup(ops: readonly Op[], index: number): GroupPlace {
  let first = index
  while (first > 0 && isJoined(ops[first])) first -= 1
  let end = index + 1
  while (isJoined(ops[end])) end += 1
  return { place: index - first, size: end - first }
}

const isJoined = (op: Op | undefined): boolean => op !== undefined && delayOf(op) !== undefined

/** Ops up to one and what begins together with it. */
export const upTo = (ops: readonly Op[], index: number): readonly Op[] => {
  const { place, size } = placeInGroup(ops, index)
  return ops.slice(0, index - place + size)
}

/** What is several calls in C, some of which change flags or errno while they last, which others share. */
const several: readonly string[] = [
  'accept',
  'splice',
  'sendfile',
  'pidfd_send_signal',
  'drop_caps',
  'lower_caps',
]

/** Whether an op is one system call of its process, so that it can begin together with others. */
export const isOneCall = (op: Op): boolean => {
  const { kind, routes, calls } = descriptionOf(op)
  if (routes.length === 0 || ('route' in op && op.route !== undefined)) return false
  return ![kind, ...(calls?.(op, undefined) ?? [])].some(call => several.includes(call))
}

/** What keeps the ops of a group from beginning together; undefined if nothing does. */
export function groupFault(group: readonly Op[]): string | undefined {
  if (group.length > mostAtOnce) return `no more than ${mostAtOnce} ops begin at the same time`
  if (new Set(group.map(({ actor = 0 }) => actor)).size < group.length)
    return 'ops that begin at the same time are by different actors'
  return group.every(isOneCall) ? undefined : 'only plain system calls begin at the same time'
}

/** What is wrong with the ops at once of a program, and at which op. */
export function faultAtOnce(ops: readonly Op[]): { readonly at: number; readonly why: string } | undefined {
  for (let at = 0; at < ops.length; at += placeInGroup(ops, at).size) {
    if (isJoined(ops[at])) return { at, why: 'there is no op before it' }
    const { size } = placeInGroup(ops, at)
    const why = size === 1 ? undefined : groupFault(ops.slice(at, at + size))
    if (why !== undefined) return { at, why }
  }
  return undefined
}
