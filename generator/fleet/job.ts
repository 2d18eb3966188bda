import { z } from 'zod'
import { parseRef } from '../kernel/ref.js'
import { sha256 } from '../shared/cache.js'
import { readJson } from '../shared/json.js'
import { canonicalJson } from '../suite/codec/json.js'
import { record, whole } from '../suite/codec/parts.js'
import type { Frozen } from '../suite/codec/program-schema.js'

/** A SHA-256 in hex. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/, { error: 'expected a SHA-256 in hex' })

/** What names a kernel on any machine: neither a path nor a tree does. */
const isPortable = (ref: string): boolean => {
  if (!/^(?:debian:|lab(?:$|[/@+:])|native$)/.test(ref)) return false
  try {
    return ['debian', 'lab', 'native'].includes(parseRef(ref).kind)
  } catch {
    return false
  }
}

const kernelRef = z
  .string()
  .max(300)
  .refine(isPortable, { error: 'expected debian:…, lab… or native, which mean the same on each machine' })

/** A kernel by its name, or an image by its content. */
const kernel = z.union([kernelRef, record({ image: hash })])

const name = (what: string) => z.string().regex(/^[\w-]{1,200}$/, { error: `expected ${what}` })

const share = record({ number: whole('a number', 1, 9999), of: whole('a number', 1, 9999) }).refine(
  ({ number, of }) => number <= of,
  { error: 'expected a number, and of how many' },
)

const choice = record({
  seed: whole('a seed', 0, 2 ** 31 - 1),
  filter: name('a part of the name of a law').exactOptional(),
  shard: share.exactOptional(),
})

const suiteOfKernel = {
  /** The hash of the program that cut the job: no other one may run it. */
  code: hash,
  kernel,
  choice,
  design: z
    .string()
    .regex(/^[\w,[\]=;. -]{1,300}$/, { error: 'expected designs by name' })
    .exactOptional(),
}

/** A job: what is to be done, in words of ours alone; there is no field for a path or a command. */
const jobSchema = z.discriminatedUnion('kind', [
  /** Runs the suite of a kernel, or each program of it whose number leaves this rest. */
  record({ kind: z.literal('run'), ...suiteOfKernel, part: share.exactOptional() }),
  /** Runs programs of a suite again in so many fresh guests. */
  record({
    ...{ kind: z.literal('again'), ...suiteOfKernel, suite: hash },
    tests: z.array(name('the name of a test')).min(1).max(100),
    guests: whole('a number of guests', 1, 9),
  }),
])

export type FleetJob = Frozen<z.infer<typeof jobSchema>>

/** A job that runs the suite of a kernel. */
export type RunJob = FleetJob & { readonly kind: 'run' }

/** What many jobs are: they are done, and collected, together. */
export const orderSchema = record({ jobs: z.array(jobSchema).min(1).max(10_000) })

/**
 * A job of one turn of an order, which is when that was opened, in milliseconds since 1970: whoever asks for the same again, when the last turn was
 * collected, wants it done again.
 */
const turnSchema = record({ turn: whole('a turn', 1, 2 ** 53 - 1), job: jobSchema })

export type JobTurn = Frozen<z.infer<typeof turnSchema>>

/** What a job is called: the hash of all that it says, behind a word, since an id of digits alone would be taken for a number. */
export const jobId = (one: JobTurn): string => `${one.job.kind}-${sha256(canonicalJson(one)).slice(0, 32)}`

/** Whether it is such a name, and no path. */
export const isJobId = (text: string): boolean => /^(?:run|again)-[0-9a-f]{32}$/.test(text)

/** Reads a job. Error: E_JOB, with the field that is wrong. */
export const readTurn = (text: string, where: string): JobTurn => readJson(turnSchema, text, where, 'E_JOB')
