import { setTimeout as sleep } from 'node:timers/promises'
import { ToolError } from '../shared/error.js'
import { readJson } from '../shared/json.js'
import type { Progress } from '../shared/progress.js'
import type { FleetJob } from './job.js'
import { type JobResult, readResultOf } from './job-result.js'
import { type JobProgress, type OrderStatus, statusSchema } from './protocol.js'
import type { FleetCaller } from './request.js'

/** Jobs that were ordered, each known by its place among them. */
export type PlacedOrder = {
  /** What a job gave, once it is done. Errors: E_JOB with its log if it was set aside, E_FLEET, and E_RESULT for what is none. */
  readonly result: (index: number) => Promise<JobResult>
  /** Says that nobody waits any more: who orders the same again has it done again. */
  readonly close: () => Promise<void>
}

const pollMs = 500

/** Orders jobs of a fleet, or finds the order again that was not collected when we were ended. */
export async function placeOrder(
  caller: FleetCaller,
  jobs: readonly FleetJob[],
  progress: Progress,
): Promise<PlacedOrder> {
  const place = async (): Promise<OrderStatus> =>
    readStatus(`${(await caller.send('POST', '/orders', JSON.stringify({ jobs }))).body}`)
  const { order } = await place()
  const look = async (): Promise<OrderStatus> => {
    const text = await caller.text(`/orders/${order}`)
    return text === undefined ? place() : readStatus(text)
  }
  return {
    result: async index => {
      for (;;) {
        const status = await look()
        tellStatus(status, progress)
        const one = status.jobs[index]
        if (one?.state === 'aside') throw setAside(one)
        const text = one?.state === 'done' ? await caller.text(`/results/${one.id}`) : undefined
        if (text !== undefined) return readResultOf(text, `the result of ${one?.id}`)
        await sleep(pollMs)
      }
    },
    close: async () => {
      await caller.send('DELETE', `/orders/${order}`)
    },
  }
}

const readStatus = (text: string): OrderStatus => readJson(statusSchema, text, 'the order', 'E_FLEET')

function tellStatus({ jobs, workers }: OrderStatus, progress: Progress): void {
  const count = (state: JobProgress['state']): number => jobs.filter(one => one.state === state).length
  progress(`running jobs: ${count('active')} run, ${count('waiting')} wait, ${workers} workers`, {
    done: count('done') + count('aside'),
    total: jobs.length,
  })
}

const setAside = ({ id, why, log }: JobProgress & { readonly state: 'aside' }): ToolError =>
  new ToolError(
    'E_JOB',
    `The job ${id} was set aside, so the run is incomplete: ${why.split('\n', 1)}. What it said last is below; run the same again to give it another chance.`,
    { output: [...log, why].join('\n') },
  )
