import fc, { type Arbitrary } from 'fast-check'
import { descriptions, ops } from '../ops/all.js'
import { mostly } from '../ops/field.js'
import { commonFields, type Description, type ValuesOf } from '../ops/op.js'
import { asOp, type Op, type OpKind } from '../program.js'
import type { Target } from '../target.js'

type DescribedFields = Description['fields']
type Values = ValuesOf<DescribedFields>

/** Values of fields; of those that may be absent, each is. */
function anyValues(fields: DescribedFields, target: Target): Arbitrary<Values> {
  const drawn = Object.entries(fields).map(([name, field]) => [name, field.draw(target)] as const)
  const required = drawn.filter(([name]) => fields[name]?.optional !== true)
  return fc.record<Values, string>(Object.fromEntries(drawn), {
    requiredKeys: required.map(([name]) => name),
  })
}

/** An op of a kind, drawn as its description says: the first process mostly acts, by a system call. */
export function anyOpOf(target: Target, kind: OpKind): Arbitrary<Op> {
  const description = descriptions[kind]
  const own = anyValues(description.fields, target)
  const common = mostly(fc.constant({}), anyValues(commonFields(description), target))
  return fc
    .tuple(common, description.settle?.(own) ?? own)
    .map(([beside, values]) => asOp({ ...beside, kind, ...values }))
}

const all: readonly Description<OpKind>[] = ops

/** An op of any kind, but of those that a law has to ask for. */
export const anyOp = (target: Target): Arbitrary<Op> =>
  fc.oneof(...all.filter(({ onDemand }) => onDemand !== true).map(({ kind }) => anyOpOf(target, kind)))
