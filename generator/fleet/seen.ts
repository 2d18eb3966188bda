import { setTimeout as sleep } from 'node:timers/promises'
import type { FleetRequest, HttpAnswer, RequestHandler } from './http.js'
import { page } from './page.js'
import type { FleetParts } from './routes.js'

/** What a fleet is at. */
type FleetView = {
  readonly workers: readonly string[]
  readonly jobs: Readonly<Record<string, number>>
  readonly orders: number
  readonly results: number
  /** Results that came since serve was started, and those among them of jobs that had one. */
  readonly taken: number
  readonly repeated: number
}

const eventMs = 1_000

/** Whether a request is for what shows a fleet. */
export const isShown = ({ method, path }: Pick<FleetRequest, 'method' | 'path'>): boolean =>
  method === 'GET' && ['/', '/metrics', '/events'].includes(path)

/** Shows a fleet to people and to Prometheus. */
export const fleetView =
  (fleet: FleetParts): RequestHandler =>
  async ({ path, response }) => {
    if (path === '/') return { status: 200, type: 'text/html; charset=utf-8', body: page }
    if (path === '/metrics') return metrics(fleet)
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
    while (!response.destroyed) {
      const view = await viewOf(fleet).catch(() => undefined)
      // While Redis is away there is nothing to say but that we are there.
      response.write(view === undefined ? ': waiting for Redis\n\n' : `data: ${JSON.stringify(view)}\n\n`)
      await sleep(eventMs)
    }
    return undefined
  }

async function viewOf({ queue, orders, results, received }: FleetParts): Promise<FleetView> {
  const [workers, jobs, kept] = await Promise.all([queue.workers(), queue.counts(), results.count()])
  return { workers, jobs, orders: orders.count(), results: kept, ...received }
}

/** Source: the text format of Prometheus, version 0.0.4. */
async function metrics(fleet: FleetParts): Promise<HttpAnswer> {
  const { workers, orders, results, taken, repeated } = await viewOf(fleet)
  const own = [
    ...measure('workers', 'Workers that are connected.', workers.length),
    ...measure('orders', 'Orders that were not collected yet.', orders),
    ...measure('results', 'Results that are kept.', results),
    ...measure('results_taken_total', 'Results that came since the start.', taken),
    ...measure('results_repeated_total', 'Results that came of jobs that had one.', repeated),
  ]
  const body = `${own.join('\n')}\n${(await fleet.queue.prometheus()).trimEnd()}\n`
  return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', body }
}

const measure = (name: string, says: string, value: number): readonly string[] => [
  `# HELP landlockstep_${name} ${says}`,
  `# TYPE landlockstep_${name} ${name.endsWith('_total') ? 'counter' : 'gauge'}`,
  `landlockstep_${name} ${value}`,
]
