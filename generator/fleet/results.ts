import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../shared/cache.js'
import { rethrowUnless } from '../shared/unfinished.js'

/** Results that are older are removed: whoever ordered them is not coming back. */
const keptMs = 7 * 24 * 60 * 60 * 1_000

/** What jobs gave, each a file that is whole or not there. */
export type ResultStore = {
  /** Keeps the first result of a job; false if there was one before, which stays. */
  readonly keep: (id: string, result: string) => Promise<boolean>
  readonly has: (id: string) => Promise<boolean>
  readonly read: (id: string) => Promise<string | undefined>
  readonly count: () => Promise<number>
}

/** The results in a folder. Error: E_DISK. */
export async function openResults(folder: string): Promise<ResultStore> {
  await mkdir(folder, { recursive: true })
  await removeOld(folder)
  const pathOf = (id: string): string => join(folder, `${id}.json`)
  const has = (id: string): Promise<boolean> =>
    stat(pathOf(id)).then(
      () => true,
      error => !rethrowUnless('ENOENT')(error),
    )
  return {
    has,
    keep: async (id, result) => {
      if (await has(id)) return false
      await writeWhole(pathOf(id), result)
      return true
    },
    read: async id => {
      const text = await readFile(pathOf(id), 'utf8').catch(rethrowUnless('ENOENT'))
      return typeof text === 'string' ? text : undefined
    },
    count: async () => (await readdir(folder)).filter(name => !name.startsWith('.')).length,
  }
}

async function removeOld(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const { mtimeMs } = await stat(join(folder, name))
    if (Date.now() - mtimeMs > keptMs) await rm(join(folder, name), { force: true })
  }
}
