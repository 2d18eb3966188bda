import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { sha256, writeWhole } from '../shared/cache.js'
import { readJson } from '../shared/json.js'
import { rethrowUnless } from '../shared/unfinished.js'
import { canonicalJson } from '../suite/codec/json.js'
import { record } from '../suite/codec/parts.js'
import type { Frozen } from '../suite/codec/program-schema.js'
import { type FleetJob, type JobTurn, jobId, orderSchema } from './job.js'

const fileSchema = record({ turn: z.int().min(1), isOpen: z.boolean(), jobs: orderSchema.shape.jobs })

type OrderFile = Frozen<z.infer<typeof fileSchema>>

/** An order: the name that it has by its content, which of its turns it is, and whether that is still to be collected. */
export type KeptOrder = OrderFile & { readonly order: string; readonly ids: readonly string[] }

/** The orders of a fleet, each a file: whoever asks for the same before it was collected gets the same turn. */
export type OrderBook = {
  readonly open: (jobs: readonly FleetJob[]) => Promise<KeptOrder>
  readonly find: (order: string) => Promise<KeptOrder | undefined>
  readonly close: (order: string) => Promise<void>
  /** The job of an order that is open; of any other nobody wants to know the result. */
  readonly wanted: (id: string) => JobTurn | undefined
  readonly count: () => number
}

const turnsOf = ({ turn, jobs }: OrderFile): readonly JobTurn[] => jobs.map(job => ({ turn, job }))

/** The orders in a folder, with those that were open when it was left. Errors: E_DISK, E_FILE. */
export async function openOrders(folder: string): Promise<OrderBook> {
  await mkdir(folder, { recursive: true })
  const wanted = new Map<string, JobTurn>()
  const opened = new Set<string>()
  const note = (order: string, file: OrderFile): void => {
    opened[file.isOpen ? 'add' : 'delete'](order)
    for (const one of turnsOf(file))
      if (file.isOpen) wanted.set(jobId(one), one)
      else wanted.delete(jobId(one))
  }
  const pathOf = (order: string): string => join(folder, `${order}.json`)
  const write = async (order: string, file: OrderFile): Promise<KeptOrder> => {
    await writeWhole(pathOf(order), JSON.stringify(file))
    note(order, file)
    return { ...file, order, ids: turnsOf(file).map(jobId) }
  }
  const find = (order: string): Promise<KeptOrder | undefined> => readOrder(pathOf(order), order)
  for (const name of (await readdir(folder)).filter(name => !name.startsWith('.'))) {
    const kept = await find(name.replace(/\.json$/, ''))
    if (kept?.isOpen === true) note(kept.order, kept)
  }
  return {
    open: async jobs => {
      const order = sha256(canonicalJson(jobs)).slice(0, 32)
      const before = await find(order)
      return before?.isOpen === true ? before : write(order, { turn: Date.now(), isOpen: true, jobs })
    },
    find,
    close: async order => {
      const kept = await find(order)
      if (kept !== undefined) await write(order, { turn: kept.turn, isOpen: false, jobs: kept.jobs })
    },
    wanted: id => wanted.get(id),
    count: () => opened.size,
  }
}

async function readOrder(path: string, order: string): Promise<KeptOrder | undefined> {
  const text = await readFile(path, 'utf8').catch(rethrowUnless('ENOENT'))
  if (typeof text !== 'string') return undefined
  const file = readJson(fileSchema, text, path)
  return { ...file, order, ids: turnsOf(file).map(jobId) }
}
