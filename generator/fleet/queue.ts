import { Queue } from 'bullmq'
import type { JobTurn } from './job.js'

/** How a fleet reaches Redis. */
type RedisUrl = { readonly url: string }

/** The queue of this program: those of another version have another one. */
export const queueName = (code: string): string => `landlockstep-${code.slice(0, 16)}`

/** So often a job is tried that a worker could not do, and so long it waits in between. */
const attempts = { attempts: 3, backoff: { type: 'fixed', delay: 2_000 } } as const

/** So many of its last lines are kept of what a job said. */
const keptLines = 200

/** What becomes of a job, as far as the queue knows. */
type JobState =
  | { readonly state: 'waiting' }
  | { readonly state: 'active' }
  | { readonly state: 'unknown' }
  | { readonly state: 'aside'; readonly why: string; readonly log: readonly string[] }

/** The jobs of a fleet, which BullMQ delivers at least once. */
export type FleetQueue = {
  readonly add: (id: string, one: JobTurn) => Promise<void>
  readonly states: (ids: readonly string[]) => Promise<readonly JobState[]>
  /** Takes away what was set aside, so that it can be added again. */
  readonly forgive: (id: string) => Promise<void>
  readonly counts: () => Promise<Readonly<Record<string, number>>>
  readonly workers: () => Promise<readonly string[]>
  readonly prometheus: () => Promise<string>
  readonly close: () => Promise<void>
}

/** Opens the queue. A call fails at once while Redis is away, as whoever asks will ask again. */
export function openQueue(code: string, { url }: RedisUrl): FleetQueue {
  const queue = new Queue(queueName(code), {
    connection: { url, maxRetriesPerRequest: 1, retryStrategy: () => 500, commandTimeout: 5_000 },
    skipWaitingForReady: true,
    defaultJobOptions: { ...attempts, removeOnComplete: true, removeOnFail: false, keepLogs: keptLines },
  })
  // It connects again by itself, and each call that fails meanwhile says so.
  queue.on('error', () => {})
  return {
    add: async (id, one) => {
      await queue.add(one.job.kind, one, { jobId: id })
    },
    states: async ids => {
      const [active, failed, waiting] = await Promise.all([
        queue.getRanges(['active']),
        queue.getRanges(['failed']),
        queue.getRanges(['waiting', 'delayed']),
      ]).then(all => all.map(some => new Set(some)))
      return Promise.all(
        ids.map(async (id): Promise<JobState> => {
          if (failed?.has(id)) return aside(queue, id)
          if (active?.has(id)) return { state: 'active' }
          return waiting?.has(id) ? { state: 'waiting' } : { state: 'unknown' }
        }),
      )
    },
    forgive: async id => {
      const job = await queue.getJob(id)
      if (job !== undefined && (await job.isFailed())) await job.remove()
    },
    counts: () => queue.getJobCounts('waiting', 'active', 'delayed', 'failed'),
    workers: async () => (await queue.getWorkers()).map(({ rawname = '' }) => rawname.replace(/^.*:w:/, '')),
    prometheus: () => queue.exportPrometheusMetrics(),
    close: () => queue.close(),
  }
}

/** Why nobody tries a job any more, and what it said last. */
async function aside(queue: Queue, id: string): Promise<JobState> {
  const [job, { logs }] = await Promise.all([queue.getJob(id), queue.getJobLogs(id)])
  return { state: 'aside', why: job?.failedReason ?? '', log: logs }
}
