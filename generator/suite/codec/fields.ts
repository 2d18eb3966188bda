import { z } from 'zod'
import { type AnyField, type Description, type Treatments, treating } from '../../../specs/ops/op.js'
import { noDescriptor, sizeMax } from '../../../specs/ops/values.js'
import { address, inetAddress } from './address-schema.js'
import { ruleAttr, rulesetAttr } from './attr-schema.js'
import { flagsOf, withFlags } from './flags-schema.js'
import { nameIn, slot, whole } from './parts.js'
import { numberOr } from './socket-schema.js'

const int32 = 2 ** 31 - 1

const ruleset = z.union([slot, z.enum(['none', 'foreign']), z.literal(noDescriptor)], {
  error: 'expected a ruleset: a slot, "none" or "foreign"',
})

/** The JSON of each kind of field. */
const schemas: Treatments<undefined, z.ZodType> = {
  made: () => slot,
  slot: () => slot,
  ruleset: () => ruleset,
  actor: () => whole('an actor', 0, 99),
  flags: ({ prefix, table }) => flagsOf(prefix, table),
  number: ({ what, min, max }) => whole(what, min, max),
  address: ({ isInet }) => (isInet ? inetAddress : address),
  rule: () => ruleAttr,
  attr: () => rulesetAttr,
  size: () => whole('a size in bytes', sizeMax, int32),
  constant: ({ table, what, orNumber, flags }) => {
    if (!orNumber) return nameIn(table, what)
    return flags === undefined
      ? numberOr(nameIn(table, what), what)
      : numberOr(z.union([nameIn(table, what), withFlags(table, flags, what)]), what)
  },
  word: ({ words }) => z.enum(words),
  set: ({ table, what }) => z.array(nameIn(table, what)),
  sign: () => z.boolean(),
}

const treat = treating(schemas)

const schemaOf = (field: AnyField): z.ZodType => {
  const schema = treat(field, undefined, undefined)
  return field.optional ? z.exactOptional(schema) : schema
}

/** Fields as JSON. */
export const schemasOf = (fields: Description['fields']): Readonly<Record<string, z.ZodType>> =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, schemaOf(field)]))
