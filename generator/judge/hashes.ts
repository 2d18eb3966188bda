import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256File } from '../shared/cache.js'
import type { Hashes } from '../suite/suite-json.js'

/** The SHA-256 of every file in a folder and those below it. */
export async function hashesOf(folder: string): Promise<Hashes> {
  const hashes: Record<string, string> = {}
  for (const path of (await readdir(folder, { recursive: true })).sort()) {
    if ((await stat(join(folder, path))).isFile()) hashes[path] = await sha256File(join(folder, path))
  }
  return hashes
}

/** What of the files that belong into a folder is missing or not as it was, in words. */
export async function damageOf(folder: string, files: Hashes): Promise<readonly string[]> {
  const found = Object.entries(files).map(async ([path, hash]) => {
    const now = await sha256File(join(folder, path)).catch(() => undefined)
    if (now === hash) return []
    return [`${join(folder, path)} ${now === undefined ? 'is missing' : 'was changed'}`]
  })
  return (await Promise.all(found)).flat()
}
