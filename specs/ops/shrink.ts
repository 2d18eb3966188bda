import type { Op } from '../program.js'
import { type AnyField, fieldsOf } from './op.js'
import { descriptionOf } from './uses.js'

const without = (op: Op, name: string): Op =>
  Object.fromEntries(Object.entries(op).filter(([field]) => field !== name)) as Op

/** The op without a field, and with every simpler value of it. */
function withSimpler(op: Op, name: string, field: AnyField): readonly Op[] {
  const value: unknown = Reflect.get(op, name)
  if (value === undefined) return []
  const simpler: readonly unknown[] = field.shrink(value as never)
  return [
    ...(field.optional === true ? [without(op, name)] : []),
    ...simpler.map(one => ({ ...op, [name]: one }) as Op),
  ]
}

/** Every op with one field simpler; whoever goes on from one of them comes to an end. */
export function simplerOps(op: Op): readonly Op[] {
  const description = descriptionOf(op)
  const all = Object.entries(fieldsOf(description)).flatMap(([name, field]) => withSimpler(op, name, field))
  return all.filter(one => description.refused?.when(one) !== true)
}
