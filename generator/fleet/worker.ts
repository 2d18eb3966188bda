import { hostname } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Job, UnrecoverableError, WaitingError, Worker } from 'bullmq'
import { interruptible } from '../fuzz/interruption.js'
import { messageOf } from '../shared/error.js'
import type { Progress } from '../shared/progress.js'
import type { FleetUrl } from './access.js'
import { programHash } from './code.js'
import { welcomeSchema } from './protocol.js'
import { fleetCaller } from './request.js'
import { type JobBench, takeJob } from './take-job.js'

/** So many losses of its worker a job survives; by the next one it is set aside. */
const mostStalls = 2

/** A machine that could not do a job, for want of disk or memory, takes no other one for so long. */
const restMs = 5_000

/** What a worker is called. */
const name = `${hostname()}-${process.pid}`

const reconnectMs = 500

/** So long what runs has time to be given back. */
const closeMs = 5_000

/** How a worker works: so many jobs at a time, and whom it tells. */
type Working = {
  readonly cores: number
  readonly tell: (text: string) => void
  readonly progress: Progress
}

/**
 * Takes jobs of a fleet and does each in a process of its own, until a signal; what it works at then goes back to the others. Error: E_FLEET where it is
 * refused.
 */
export async function work(fleet: FleetUrl, { cores, tell, progress }: Working): Promise<void> {
  const caller = await fleetCaller(fleet, progress)
  const { queue, redis, lostAfterMs } = await caller.get(welcomeSchema, '/fleet')
  const end = new AbortController()
  const bench = { caller, code: await programHash(), end: end.signal }
  await interruptible(async ({ isAsked }) => {
    const worker = new Worker(queue, (job, token = '') => doneOrGivenBack(job, token, bench), {
      connection: { url: redis, maxRetriesPerRequest: null, retryStrategy: () => reconnectMs },
      concurrency: cores,
      ...{ lockDuration: lostAfterMs, stalledInterval: lostAfterMs, maxStalledCount: mostStalls },
      ...{ name, drainDelay: 1 },
    })
    hear(worker, tell)
    tell(`takes ${cores} jobs at a time from the fleet at ${fleet.base}`)
    while (!isAsked()) await sleep(100)
    end.abort()
    // Where Redis is gone, too, it would never come back.
    await Promise.race([worker.close(), sleep(closeMs)])
  })
}

/** Whatever is written meanwhile of what a job says may be lost with Redis. */
const logOf = (job: Job) => (line: string) => void job.log(line).catch(() => {})

async function doneOrGivenBack(job: Job, token: string, bench: JobBench): Promise<void> {
  const log = logOf(job)
  // Whoever kills each of them is known by that.
  log(`taken by ${name}`)
  try {
    await takeJob(job, bench, log)
  } catch (error) {
    if (bench.end.aborted) {
      await job.moveToWait(token)
      throw new WaitingError()
    }
    if (!(error instanceof UnrecoverableError))
      await sleep(restMs, undefined, { signal: bench.end }).catch(() => {})
    throw error
  }
}

/** Tells what becomes of jobs, and of the connection only what is new. */
function hear(worker: Worker, tell: (text: string) => void): void {
  let last = ''
  worker.on('error', error => {
    const said = messageOf(error)
    if (said !== last) tell(said)
    last = said
  })
  worker.on('active', ({ id }) => tell(`${id} begins`))
  worker.on('completed', ({ id }) => {
    last = ''
    tell(`${id} is done`)
  })
  worker.on('failed', (job, error) => tell(`${job?.id}: ${messageOf(error)}`))
  worker.on('stalled', id => tell(`${id} lost its worker, and waits for another one`))
}
