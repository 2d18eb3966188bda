import type { SlotTable } from '../../specs/ops/fields/slots.js'
import { filledBy, readBy } from '../../specs/ops/uses.js'
import type { Slot } from '../../specs/ops/values.js'
import type { Op } from '../../specs/program.js'

/** What a descriptor is called in C, by its table and slot. */
export type SlotNames = (table: SlotTable, slot: Slot) => string

/** What a socket is for, by the first op that tells. */
function roleOf(ops: readonly Op[], slot: Slot): string {
  for (const op of ops) {
    if (filledBy(op)?.table === 'sock' && filledBy(op)?.slot === slot && op.kind === 'accept')
      return 'accepted'
    if (!('socket' in op) || op.socket !== slot) continue
    if (op.kind === 'listen' || op.kind === 'accept') return 'server'
    if (op.kind === 'connect' || op.kind === 'sendto') return 'client'
  }
  return 'sock'
}

/** Every slot of a program, in the order in which they come up. */
function slotsIn(ops: readonly Op[]): readonly (readonly [SlotTable, Slot])[] {
  const keys = ops.flatMap(op => {
    const made = filledBy(op)
    const other = op.kind === 'pair' ? [`sock ${op.other}`] : []
    return [
      ...(made === undefined ? [] : [`${made.table} ${made.slot}`]),
      ...other,
      ...readBy(op).map(({ table, slot }) => `${table} ${slot}`),
    ]
  })
  return [...new Set(keys)].map(key => {
    const [table = '', slot] = key.split(' ')
    return [table === 'sock' ? 'sock' : 'ruleset', Number(slot)]
  })
}

/** Calls descriptors after what they are for: `server_fd`, `client_fd`, and a further one `client2_fd`. */
export function slotNames(ops: readonly Op[]): SlotNames {
  const counts = new Map<string, number>()
  const names = new Map(
    slotsIn(ops).map(([table, slot]) => {
      const role = table === 'sock' ? roleOf(ops, slot) : 'ruleset'
      const count = (counts.get(role) ?? 0) + 1
      counts.set(role, count)
      return [`${table} ${slot}`, `${role}${count === 1 ? '' : count}_fd`]
    }),
  )
  return (table, slot) => names.get(`${table} ${slot}`) ?? '-1'
}
