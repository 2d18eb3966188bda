import type { Actor, Namespace, Op } from '../program.js'

export const unshare = (what: Namespace): Op => ({ kind: 'unshare', what })
export const setns = (what: Namespace, of: Actor): Op => ({ kind: 'setns', what, of })

/** Ways into other namespaces, by oneself. */
export const departures: readonly (readonly Namespace[])[] = [
  ['net'],
  ['user'],
  ['user', 'net'],
  ['net', 'user'],
]
