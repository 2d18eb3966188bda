import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What this process holds: memory and what lies in its scratch folder in MB, open descriptors, child processes. */
export type ProcessUsage = {
  readonly host: number
  readonly descriptors: number
  readonly children: number
  readonly scratch: number
}

/** Asks the system. Source: proc(5); a process that ends meanwhile is none. */
export const processUsage = (scratch: string): ProcessUsage => ({
  host: process.memoryUsage.rss() / 1e6,
  descriptors: readdirSync('/proc/self/fd').length,
  children: readdirSync('/proc').filter(name => /^\d+$/.test(name) && parentOf(name) === process.pid).length,
  scratch: bytesIn(scratch) / 1e6,
})

function parentOf(pid: string): number {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? ''
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

/** What is on the disk of it: a file may have holes. */
function bytesIn(path: string): number {
  const found = attempt(() => lstatSync(path))
  if (found === undefined) return 0
  const inside = found.isDirectory() ? (attempt(() => readdirSync(path)) ?? []) : []
  return inside.reduce((sum, name) => sum + bytesIn(join(path, name)), found.blocks * blockSize)
}

/** Source: stat(2). */
const blockSize = 512

/** Nothing of what is there no more. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ESRCH'))
      return undefined
    throw error
  }
}
