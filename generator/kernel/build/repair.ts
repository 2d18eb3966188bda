import type { Dirent } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/**
 * Removes what a build that was killed left half-made: kbuild writes how a file was made (`.net.o.cmd`) once it is whole, so
 * one that is younger than that may not be. Returns how many files are whole.
 */
export async function repair(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true })
  const inside = entries.filter(isBuilt).map(({ name }) => repair(join(folder, name)))
  const made = entries.flatMap(({ name }) => /^\.(.+)\.cmd$/.exec(name)?.[1] ?? [])
  const whole = await Promise.all(made.map(name => keepWhole(folder, name)))
  const below = await Promise.all(inside)
  return whole.filter(Boolean).length + below.reduce((sum, count) => sum + count, 0)
}

/** Where nothing is built, nothing has to be looked at. */
const isBuilt = (entry: Dirent): boolean =>
  entry.isDirectory() && !/^(Documentation|sound|samples|LICENSES|rust)$/.test(entry.name)

async function keepWhole(folder: string, name: string): Promise<boolean> {
  const path = join(folder, name)
  const [made, noted] = await Promise.all([timeOf(path), timeOf(join(folder, `.${name}.cmd`))])
  if (made === undefined) return false
  if (noted !== undefined && made <= noted) return true
  await rm(path, { force: true })
  return false
}

const timeOf = async (path: string): Promise<number | undefined> =>
  stat(path).then(
    stats => (stats.isFile() ? stats.mtimeMs : undefined),
    () => undefined,
  )
