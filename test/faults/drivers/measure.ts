import { readdirSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What this process and those around it hold. */
export type Held = {
  readonly megabytes: number
  readonly descriptors: number
  readonly processes: number
  readonly namespaces: number
  /** Bytes in the folder of temporary files, the cache, and the shared memory. */
  readonly bytes: number
}

/** Measures after a garbage collection, if there may be one (`--expose-gc`). */
export function measure(): Held {
  globalThis.gc?.()
  const processes = readdirSync('/proc').filter(name => /^\d+$/.test(name))
  return {
    megabytes: Math.round(process.memoryUsage().rss / 2 ** 20),
    descriptors: readdirSync('/proc/self/fd').length,
    processes: processes.length,
    namespaces: new Set(processes.flatMap(namespacesOf)).size,
    bytes: [process.env.TMPDIR, process.env.XDG_CACHE_HOME, '/dev/shm'].reduce(
      (sum, folder) => sum + bytesIn(folder ?? ''),
      0,
    ),
  }
}

function namespacesOf(pid: string): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/ns`).map(name => readlinkSync(`/proc/${pid}/ns/${name}`))
  } catch {
    return []
  }
}

/** What is linked to from there belongs to others. */
function bytesIn(folder: string): number {
  try {
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name)
      return sum + (entry.isDirectory() ? bytesIn(path) : entry.isFile() ? statSync(path).size : 0)
    }, 0)
  } catch {
    return 0
  }
}
