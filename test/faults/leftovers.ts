import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageFolder } from '../../generator/shared/paths.js'
import { compiledFolder, type Places } from './places.js'

/** What there is in a world beside its first process and what it was given. */
export type Leftovers = {
  /** Name and number of each process but the first. */
  readonly processes: readonly string[]
  readonly mounts: readonly string[]
  /** Temporary and half-written files, shortened. */
  readonly files: readonly string[]
}

/** Looks into a world by its first process. */
export function findLeftovers(init: number, places: Places): Leftovers {
  const root = `/proc/${init}/root`
  return {
    processes: processesIn(join(root, 'proc')),
    mounts: readFileSync(`/proc/${init}/mountinfo`, 'utf8')
      .trimEnd()
      .split('\n')
      .map(line => line.split(' ')[4] ?? ''),
    files: [
      ...listed(join(root, places.tmp))
        .filter(name => name !== compiledFolder)
        .map(name => `tmp/${name}`),
      ...listed(join(root, 'dev/shm')).map(name => `shm/${name}`),
      ...halfWritten(join(root, packageFolder, 'out')).map(name => `out/${name}`),
      ...halfWritten(join(root, places.cache)).map(name => `cache/${name}`),
      ...withoutResult(join(root, packageFolder, 'out/runs')),
    ],
  }
}

function processesIn(proc: string): readonly string[] {
  return listed(proc).flatMap(pid => {
    if (!/^\d+$/.test(pid) || pid === '1') return []
    try {
      return [`${readFileSync(join(proc, pid, 'comm'), 'utf8').trim()} (${pid})`]
    } catch {
      return []
    }
  })
}

const listed = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** What begins with a dot is not whole yet. */
function halfWritten(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path =>
      /(^|\/)\.[^/]*$/.test(path),
    )
  } catch {
    return []
  }
}

/** The folder of a run is there with its result, or not at all. */
function withoutResult(runs: string): readonly string[] {
  return listed(runs).flatMap(name => {
    try {
      JSON.parse(readFileSync(join(runs, name, 'result.json'), 'utf8'))
      return []
    } catch {
      return [`out/runs/${name} without a whole result.json`]
    }
  })
}
