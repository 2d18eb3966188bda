import type { Actor, Op, Slot } from '../program.js'
import { by } from './ops.js'

/** How a descriptor gets from one process to another: its owner gives it, or the other takes it. */
export const transferKinds = ['given', 'taken'] as const
export type TransferKind = (typeof transferKinds)[number]

export const sendFd = (socket: Slot): Op => ({ kind: 'send_fd', socket })
export const receiveFd = (as: Slot): Op => ({ kind: 'receive_fd', as })
export const takeFd = (from: Actor, socket: Slot, as: Slot): Op => ({ kind: 'take_fd', from, socket, as })

export const dupRuleset = (ruleset: Slot, as: Slot): Op => ({ kind: 'dup_ruleset', ruleset, as })
export const closeRuleset = (ruleset: Slot): Op => ({ kind: 'close_ruleset', ruleset })
export const sendRuleset = (ruleset: Slot): Op => ({ kind: 'send_ruleset', ruleset })
export const receiveRuleset = (as: Slot): Op => ({ kind: 'receive_ruleset', as })
export const takeRuleset = (from: Actor, ruleset: Slot, as: Slot): Op => ({
  kind: 'take_ruleset',
  from,
  ruleset,
  as,
})

/** Two processes, and a descriptor that goes from one to the other. */
export type Transfer = { readonly way: TransferKind; readonly from: Actor; readonly to: Actor }

/** A socket of one actor comes into a slot of another. */
export const pass = ({ way, from, to }: Transfer, socket: Slot, as: Slot): readonly Op[] =>
  way === 'given'
    ? [by(from, sendFd(socket)), by(to, receiveFd(as))].flat()
    : by(to, takeFd(from, socket, as))

/** Actor 1 is in a sandbox, actor 0 is not; nobody takes out of a process that is further out. */
export const transfers: readonly Transfer[] = [
  { way: 'given', from: 0, to: 1 },
  { way: 'given', from: 1, to: 0 },
  { way: 'taken', from: 1, to: 0 },
]
