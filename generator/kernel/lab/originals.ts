import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { writeWhole } from '../../shared/cache.js'
import { sha256, sha256FileSync } from '../../shared/hash.js'
import { readJson } from '../../shared/json.js'

/** Each file of a source that a patch ever touched, with the hash of its original; null where a patch made it. */
const schema = z.record(z.string(), z.string().nullable())

type TouchedFiles = Readonly<Record<string, string | null>>

const listOf = (tree: string): string => join(tree, 'touched.json')

const originalOf = (tree: string, file: string): string => join(tree, 'originals', file)

function read(tree: string): TouchedFiles {
  return existsSync(listOf(tree)) ? readJson(schema, readFileSync(listOf(tree), 'utf8'), 'touched.json') : {}
}

/** The files that patches ever touched; none where that cannot be read, so that what was patched shows as other than the source. */
export function touchedIn(tree: string): readonly string[] {
  try {
    return Object.keys(read(tree))
  } catch {
    return []
  }
}

/** Throws if an original is not what it was. */
export function checkOriginals(tree: string): void {
  for (const [file, hash] of Object.entries(read(tree))) {
    const path = originalOf(tree, file)
    const there = existsSync(path) ? sha256FileSync(path) : null
    if (there !== hash) throw new Error(`the original of ${file} is not what it was`)
  }
}

/** Keeps the originals of these files, and returns every file that was ever touched. */
export async function keepOriginals(tree: string, files: readonly string[]): Promise<readonly string[]> {
  const before = read(tree)
  const added = files.filter(file => !Object.hasOwn(before, file))
  const hashes: [string, string | null][] = []
  for (const file of added) {
    const content = await contentOf(join(tree, 'source', file))
    if (content !== undefined) await writeWhole(originalOf(tree, file), content)
    hashes.push([file, content === undefined ? null : sha256(content)])
  }
  const all = { ...before, ...Object.fromEntries(hashes) }
  if (added.length > 0) await writeWhole(listOf(tree), JSON.stringify(all))
  return Object.keys(all)
}

/** A file's content, or undefined if there is none. */
export async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined
    throw error
  }
}
