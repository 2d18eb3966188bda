import { z } from 'zod'
import { ops as all } from '../../../specs/ops/all.js'
import { faultAtOnce } from '../../../specs/ops/at-once.js'
import { type Description, sharedFields } from '../../../specs/ops/op.js'
import type { Op, Program } from '../../../specs/program.js'
import { schemasOf } from './fields.js'
import { record } from './parts.js'

/** An op of one kind as JSON. */
function schemaFor(description: Description) {
  const { kind, fields, refused } = description
  const schema = record({
    ...schemasOf(sharedFields(description)),
    kind: z.literal(kind),
    ...schemasOf(fields),
  })
  return refused === undefined
    ? schema
    : schema.refine(op => !refused.when(op), { error: refused.error, path: [refused.at] })
}

const [first, ...rest] = all.map(one => schemaFor(one))
if (first === undefined) throw new Error('there are no ops')

const anyOpSchema: z.ZodType = z.discriminatedUnion('kind', [first, ...rest], {
  error: 'expected an op: its kind is one of those in specs/ops',
})

/** An op as JSON, as the descriptions of ops say. */
// The schema and the type of an op are made of the same descriptions, and neither of the other.
export const opSchema = anyOpSchema as z.ZodType<Op>

/** MAX_STEPS of templates/harness/actors.h. */
export const mostSteps = 512

/** The ops of a program, which are counted before one of them is looked at. */
const ops = z
  .array(z.unknown())
  .min(1)
  .max(mostSteps, { error: `expected no more than ${mostSteps} ops` })
  .pipe(z.array(opSchema))
  .check(({ value, issues }) => {
    const fault = faultAtOnce(value)
    if (fault !== undefined)
      issues.push({ code: 'custom', message: fault.why, path: [fault.at], input: value })
  })

/** A program as JSON. */
export const programSchema = record({ ops }) satisfies z.ZodType<Program>

/** The same, and nothing in it can be written to. */
export type Frozen<T> = T extends object ? { readonly [K in keyof T]: Frozen<T[K]> } : T
