import { word } from './fields/names.js'
import { actor } from './fields/slots.js'
import { op } from './op.js'

/** What unshare(2) makes and setns(2) enters. */
export const namespaces = ['user', 'net'] as const
export type Namespace = (typeof namespaces)[number]

const flag = (what: string): string => `CLONE_NEW${what.toUpperCase()}`

const namespace = () =>
  word(namespaces, { c: flag, call: flag, says: what => (what === 'net' ? 'network' : what) })

const costs = { net: 50, user: 2 } as const

/** A namespace of one's own; in a new network the loopback device is up. */
const unshare = op('unshare', {
  fields: { what: namespace() },
  call: 'unshare({what})',
  says: 'enters a {what} namespace of its own',
  c: 'unshare_namespace({what})',
  lacks: ({ what }) => (what === 'user' ? ['user_namespaces'] : []),
  cost: ({ what }) => costs[what],
})

/** Enters the namespace of another actor, by a descriptor of its process. */
const setns = op('setns', {
  fields: { what: namespace(), of: actor() },
  call: 'setns(actor {of}, {what})',
  says: 'enters the {what} namespace of actor {of}',
  c: 'enter_namespace_of({of}, {what})',
  needs: ['turns'],
})

/** The ops of this family. */
export const ops = [unshare, setns] as const
