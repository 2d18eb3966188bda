import { readJson } from '../shared/json.js'
import type { ArtifactStore } from './artifacts.js'
import { answer, type FleetRequest, type HttpAnswer, type RequestHandler, refuse } from './http.js'
import { isJobId, orderSchema } from './job.js'
import { readResultOf } from './job-result.js'
import type { KeptOrder, OrderBook } from './orders.js'
import { codeHeader, type JobProgress, type OrderStatus, type Welcome } from './protocol.js'
import type { FleetQueue } from './queue.js'
import type { ResultStore } from './results.js'

/** What a fleet consists of. */
export type FleetParts = {
  readonly code: string
  readonly welcome: Welcome
  readonly queue: FleetQueue
  readonly orders: OrderBook
  readonly results: ResultStore
  readonly artifacts: ArtifactStore
  /** How many results came since the start, and how many of them of a job that had one. */
  readonly received: { taken: number; repeated: number }
}

type FleetRoute = readonly [
  string,
  RegExp,
  (fleet: FleetParts, request: FleetRequest, id: string) => Promise<HttpAnswer>,
]

const routes: readonly FleetRoute[] = [
  ['GET', /^\/fleet$/, async ({ welcome }) => answer(welcome)],
  ['POST', /^\/orders$/, placed],
  ['GET', /^\/orders\/([0-9a-f]{32})$/, async (fleet, _, id) => found(fleet, await fleet.orders.find(id))],
  ['DELETE', /^\/orders\/([0-9a-f]{32})$/, closed],
  [
    'GET',
    /^\/results\/([\w-]+)$/,
    async ({ results }, _, id) => saved(isJobId(id) ? await results.read(id) : undefined),
  ],
  ['HEAD', /^\/results\/([\w-]+)$/, asked],
  ['GET', /^\/artifacts\/([0-9a-f]{64})$/, artifact],
  ['HEAD', /^\/artifacts\/([0-9a-f]{64})$/, artifact],
  [
    'PUT',
    /^\/artifacts\/([0-9a-f]{64})$/,
    async ({ artifacts }, request, id) => {
      await artifacts.keep(id, await request.body())
      return answer({})
    },
  ],
  ['PUT', /^\/results\/([\w-]+)$/, taken],
]

/** Answers workers and those who order; a program of another version is refused, as what it gives would be another result. */
export const fleetRoutes =
  (fleet: FleetParts): RequestHandler =>
  async request => {
    const theirs = request.header(codeHeader)
    if (theirs !== fleet.code)
      return refuse(
        409,
        `this fleet runs version ${fleet.code.slice(0, 16)} of landlockstep, and whoever asks is ${theirs.slice(0, 16) || 'none'}: bring all machines to the same one`,
      )
    for (const [method, form, respond] of routes) {
      const id = form.exec(request.path)
      if (method === request.method && id !== null) return respond(fleet, request, id[1] ?? '')
    }
    return refuse(404, `there is no ${request.method} ${request.path}`)
  }

async function artifact({ artifacts }: FleetParts, _: FleetRequest, id: string): Promise<HttpAnswer> {
  const body = await artifacts.read(id)
  return body === undefined ? nothing : { status: 200, type: 'application/octet-stream', body }
}

const nothing = refuse(404, 'there is nothing of that name')

const saved = (text: string | undefined): HttpAnswer =>
  text === undefined ? nothing : { status: 200, body: text }

/** An order that is asked for anew gives those of its jobs another chance that were set aside. */
async function placed(fleet: FleetParts, request: FleetRequest): Promise<HttpAnswer> {
  const { jobs } = readJson(orderSchema, `${await request.body()}`, 'the order', 'E_JOB')
  const foreign = jobs.find(({ code }) => code !== fleet.code)
  if (foreign !== undefined)
    return refuse(409, 'a job of the order was cut by another version of landlockstep')
  const kept = await fleet.orders.open(jobs)
  for (const id of kept.ids) await fleet.queue.forgive(id)
  return found(fleet, kept)
}

async function closed({ orders }: FleetParts, _: FleetRequest, id: string): Promise<HttpAnswer> {
  await orders.close(id)
  return answer({})
}

/** What Redis lost of an open order is added again: the order is what counts. */
async function found(fleet: FleetParts, kept: KeptOrder | undefined): Promise<HttpAnswer> {
  if (kept === undefined || !kept.isOpen) return nothing
  const { queue, results } = fleet
  const done = await Promise.all(kept.ids.map(results.has))
  const states = await queue.states(kept.ids)
  const jobs: JobProgress[] = []
  for (const [index, id] of kept.ids.entries()) {
    const state = states[index]
    if (done[index]) jobs.push({ id, state: 'done' })
    else if (state !== undefined && state.state !== 'unknown') jobs.push({ id, ...state })
    else jobs.push({ id, state: await addedAgain(fleet, id) })
  }
  const status: OrderStatus = { order: kept.order, jobs, workers: (await queue.workers()).length }
  return answer(status)
}

/** Whether a job is done, or nobody waits for it any more. */
async function asked({ results, orders }: FleetParts, _: FleetRequest, id: string): Promise<HttpAnswer> {
  if (isJobId(id) && (await results.has(id))) return { status: 200, body: '' }
  return { status: orders.wanted(id) === undefined ? 410 : 404, body: '' }
}

/** What was done between the two questions is done. */
async function addedAgain({ queue, orders, results }: FleetParts, id: string): Promise<'done' | 'waiting'> {
  if (await results.has(id)) return 'done'
  const one = orders.wanted(id)
  if (one !== undefined) await queue.add(id, one)
  return 'waiting'
}

/** A result is taken if it is one, of a job that somebody waits for, and of its kind. */
async function taken(fleet: FleetParts, request: FleetRequest, id: string): Promise<HttpAnswer> {
  const wanted = fleet.orders.wanted(id)
  if (wanted === undefined) return refuse(410, `nobody waits for a result of ${id}`)
  const text = `${await request.body()}`
  const { kind } = readResultOf(text, `the result of ${id}`)
  if (kind !== 'failed' && kind !== wanted.job.kind) return refuse(400, `${id} is no job that gives ${kind}`)
  const isFirst = await fleet.results.keep(id, text)
  fleet.received.taken += 1
  if (!isFirst) fleet.received.repeated += 1
  return answer({ isFirst })
}
