import { asOp, type Op, type OpKind } from '../program.js'
import type { NamedField } from './field.js'
import { fieldsOf } from './op.js'
import { descriptionOf } from './uses.js'

/** The op without a field that it need not have. */
export const without = (op: Op, name: string): Op => {
  const { ...copy }: { readonly kind: OpKind; [field: string]: unknown } = op
  delete copy[name]
  return asOp(copy)
}

/** The op without a field, and with every simpler value of it. */
function withSimpler(op: Op, name: string, field: NamedField): readonly Op[] {
  const value: unknown = Reflect.get(op, name)
  if (value === undefined) return []
  return [
    ...(field.optional === true ? [without(op, name)] : []),
    ...field.shrink(value).map(one => asOp({ ...op, [name]: one })),
  ]
}

/** Every op with one field simpler; whoever goes on from one of them comes to an end. */
export function simplerOps(op: Op): readonly Op[] {
  const description = descriptionOf(op)
  const all = Object.entries(fieldsOf(description)).flatMap(([name, field]) => withSimpler(op, name, field))
  return all.filter(one => description.refused?.when(one) !== true)
}
