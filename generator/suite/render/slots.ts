import type { Op, Port, RulesetRef, Slot } from '../../../specs/program.js'
import { portIn } from './parts.js'

/** The two arrays of descriptors that a test may have. */
export type Table = 'sock' | 'ruleset'

type Use = { readonly table: Table; readonly slot: Slot }

const socket = (slot: Slot): Use => ({ table: 'sock', slot })

const ruleset = (ref: RulesetRef): readonly Use[] =>
  typeof ref === 'number' ? [{ table: 'ruleset', slot: ref }] : []

const portUses = (port: Port | undefined): readonly Use[] =>
  typeof port === 'string' && port.startsWith('of:') ? [socket(Number(port.slice(3)))] : []

/** The slot that an op fills. */
export function filledBy(op: Op): Use | undefined {
  if (op.kind === 'create_ruleset') return { table: 'ruleset', slot: op.as }
  return 'as' in op ? socket(op.as) : undefined
}

/** The slots that an op reads. */
export const readBy = (op: Op): readonly Use[] => [
  ...('socket' in op ? [socket(op.socket)] : []),
  ...('ruleset' in op ? ruleset(op.ruleset) : []),
  ...portUses(portIn(op)),
]

const isSame = (one: Use, other: Use): boolean => one.table === other.table && one.slot === other.slot

/** How many entries a table needs: up to the highest slot that is read. */
export function sizeOf(ops: readonly Op[], table: Table): number {
  // What another actor's slot holds is not read by way of this table.
  const own = ops.filter(({ kind }) => kind !== 'take_fd')
  const isFilled = ops.some((op, index) => filledBy(op)?.table === table && keeps(ops, index).before !== '')
  const slots = (isFilled ? ops : own).flatMap(readBy).filter(use => use.table === table)
  return Math.max(-1, ...slots.map(({ slot }) => slot)) + 1
}

/** How a step keeps the descriptor that it makes: not at all if nobody reads it, carefully if the slot had one. */
export function keeps(
  ops: readonly Op[],
  index: number,
): { readonly before: string; readonly after: string } {
  const op = ops[index]
  const filled = op === undefined ? undefined : filledBy(op)
  const isSlot = (use: Use | undefined): boolean =>
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
