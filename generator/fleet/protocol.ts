import { z } from 'zod'
import { record, whole } from '../suite/codec/parts.js'
import type { Frozen } from '../suite/codec/program-schema.js'

/** The header by which each side says which program it is. */
export const codeHeader = 'x-landlockstep-code'

/** What a worker has to know of a fleet. */
export const welcomeSchema = record({
  queue: z.string(),
  /** The URL of Redis, with its password. */
  redis: z.string(),
  /** A worker that gave no sign of life for so many milliseconds is lost, and its jobs are another's. */
  lostAfterMs: whole('milliseconds', 100, 3_600_000),
})

export type Welcome = z.infer<typeof welcomeSchema>

const progressSchema = z.discriminatedUnion('state', [
  record({ id: z.string(), state: z.literal('waiting') }),
  record({ id: z.string(), state: z.literal('active') }),
  record({ id: z.string(), state: z.literal('done') }),
  record({ id: z.string(), state: z.literal('aside'), why: z.string(), log: z.array(z.string()) }),
])

/** What has become of a job of an order. */
export type JobProgress = Frozen<z.infer<typeof progressSchema>>

/** What an order has come to: each of its jobs, as they were asked for, and how many workers there are. */
export const statusSchema = record({
  order: z.string().regex(/^[0-9a-f]{32}$/),
  jobs: z.array(progressSchema),
  workers: z.int(),
})

export type OrderStatus = Frozen<z.infer<typeof statusSchema>>

/** What is said of a request that is refused. */
export const refusalSchema = record({ error: z.string() })
