import type { SlotTable } from '../../../specs/ops/fields/slots.js'
import { filledBy, readBy, type SlotUse } from '../../../specs/ops/uses.js'
import type { Op } from '../../../specs/program.js'

const isSame = (one: SlotUse, other: SlotUse): boolean => one.table === other.table && one.slot === other.slot

/** How many entries a table needs: up to the highest slot that is read. */
export function sizeOf(ops: readonly Op[], table: SlotTable): number {
  const isFilled = ops.some((op, index) => filledBy(op)?.table === table && keeps(ops, index).before !== '')
  // What another actor's slot holds is not read by way of this table.
  const slots = ops.flatMap(readBy).filter(use => use.table === table && (isFilled || !use.isTheirs))
  return Math.max(-1, ...slots.map(({ slot }) => slot)) + 1
}

/** How a step keeps the descriptor that it makes: not at all if nobody reads it, carefully if the slot had one. */
export function keeps(
  ops: readonly Op[],
  index: number,
): { readonly before: string; readonly after: string } {
  const op = ops[index]
  const filled = op === undefined ? undefined : filledBy(op)
  const isSlot = (use: SlotUse | undefined): boolean =>
    filled !== undefined && use !== undefined && isSame(use, filled)
  if (
    filled === undefined ||
    !ops
      .slice(index + 1)
      .flatMap(readBy)
      .some(isSlot)
  )
    return { before: '', after: '' }
  const variable = `${filled.table}[${filled.slot}]`
  return ops.slice(0, index).map(filledBy).some(isSlot)
    ? { before: `replace(&${variable}, `, after: ')' }
    : { before: `${variable} = `, after: '' }
}
