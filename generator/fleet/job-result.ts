import { z } from 'zod'
import { readJson } from '../shared/json.js'
import { record } from '../suite/codec/parts.js'
import type { Frozen } from '../suite/codec/program-schema.js'
import { targetSchema } from '../suite/codec/suite-schema.js'
import { hash } from './job.js'

const texts = z.array(z.string())

const guests = z.array(record({ channel: z.string(), console: z.string(), lost: texts }))

/** What a job gave, without any judgement: that is for whoever ordered it. */
const resultSchema = z.discriminatedUnion('kind', [
  record({
    kind: z.literal('run'),
    /** The id of the suite that was drawn, and what for. */
    ...{ suite: hash, target: targetSchema },
    /** Which kernel it was; the hash is empty for the one that runs there. */
    ...{
      release: z.string(),
      sha256: z.literal('').or(hash),
      origin: z.string(),
      config: z.string().nullable(),
    },
    /** What the guests said. */
    ...{ channel: z.string(), console: z.string(), lost: texts, notes: texts },
    versions: z.record(z.string(), z.string()),
    /** How QEMU was called. */
    qemu: z.string().nullable(),
    seconds: z.record(z.string(), z.number()),
  }),
  record({ kind: z.literal('again'), suite: z.string(), tests: texts, guests }),
  /** What could not be done, and no other machine could have done either. */
  record({
    kind: z.literal('failed'),
    code: z.templateLiteral(['E_', z.string().regex(/^[A-Z_]{1,40}$/)]),
    message: z.string(),
    output: z.string(),
  }),
])

export type JobResult = Frozen<z.infer<typeof resultSchema>>

/** What a run gave. */
export type RanPart = Extract<JobResult, { readonly kind: 'run' }>

/** Reads what a job gave. Error: E_RESULT, with the field that is wrong. */
export const readResultOf = (text: string, where: string): JobResult =>
  readJson(resultSchema, text, where, 'E_RESULT')
