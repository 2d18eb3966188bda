import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Held } from './drivers/measure.js'
import type { Exit } from './process.js'
import type { World } from './world.js'

const everyMs = 5_000

/** What a program held while it ran: the median of the second quarter of its time, and of the last one. */
export type Watched = { readonly exit: Exit; readonly early: Held; readonly late: Held }

/** Runs landlockstep, and looks from outside at what it and its children hold. */
export async function watch(world: World, args: readonly string[]): Promise<Watched> {
  const running = world.start(args)
  const samples: Held[] = []
  const timer = setInterval(() => samples.push(look(world)), everyMs)
  try {
    const exit = await running.ended
    const quarter = Math.floor(samples.length / 4)
    return {
      exit,
      early: median(samples.slice(quarter, 2 * quarter)),
      late: median(samples.slice(3 * quarter)),
    }
  } finally {
    clearInterval(timer)
  }
}

function look(world: World): Held {
  const processes = world.processes()
  return {
    megabytes: sum(processes.map(({ pid }) => megabytesOf(pid))),
    descriptors: sum(processes.map(({ pid }) => named(`/proc/${pid}/fd`).length)),
    processes: processes.length,
    namespaces: new Set(processes.flatMap(({ pid }) => linksIn(`/proc/${pid}/ns`))).size,
    bytes: sum([world.tmp, world.cache].map(folder => bytesIn(world.at(folder)))),
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)

function median(samples: readonly Held[]): Held {
  const of = (field: keyof Held): number =>
    samples.map(one => one[field]).sort((a, b) => a - b)[Math.floor(samples.length / 2)] ?? 0
  return {
    megabytes: of('megabytes'),
    descriptors: of('descriptors'),
    processes: of('processes'),
    namespaces: of('namespaces'),
    bytes: of('bytes'),
  }
}

function megabytesOf(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Math.round(Number(kilobytes ?? 0) / 1024)
  } catch {
    return 0
  }
}

function named(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const linksIn = (folder: string): readonly string[] =>
  named(folder).flatMap(name => {
    try {
      return [readlinkSync(join(folder, name))]
    } catch {
      return []
    }
  })

const bytesIn = (folder: string): number =>
  sum(
    named(folder).map(name => {
      const path = join(folder, name)
      try {
        const entry = statSync(path)
        return entry.isDirectory() && !path.includes('tsx-') ? bytesIn(path) : entry.isFile() ? entry.size : 0
      } catch {
        return 0
      }
    }),
  )
