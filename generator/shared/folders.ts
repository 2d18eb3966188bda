import { existsSync, rmSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { writeWhole } from './cache.js'
import { ToolError } from './error.js'
import { owner } from './owner.js'
import { sweep } from './sweep.js'

/** A file to write: its path is relative to the folder that it belongs in. */
export type SourceFile = { readonly path: string; readonly content: string }

/** Puts a copy of a folder in its place, whole or not at all; what was there before goes. */
export async function placeFolder(from: string, to: string): Promise<void> {
  const part = join(dirname(to), `.${basename(to)}.${owner()}`)
  const discard = () => existsSync(part) && rmSync(part, { recursive: true, force: true })
  process.once('exit', discard)
  try {
    await mkdir(dirname(to), { recursive: true })
    await sweep(dirname(to))
    await cp(from, part, { recursive: true })
    await rm(to, { recursive: true, force: true })
    await rename(part, to)
  } catch (cause) {
    throw new ToolError('E_DISK', `${to} cannot be written: free some space, or look at its permissions.`, {
      output: (cause as Error).message,
      cause,
    })
  } finally {
    discard()
    process.off('exit', discard)
  }
}

/** Writes files into a folder. */
export async function writeFiles(folder: string, files: readonly SourceFile[]): Promise<void> {
  for (const { path, content } of files) await writeWhole(join(folder, path), content)
}

/** Whether a folder has exactly these files with this content, beside what was built from them. */
export async function hasFiles(folder: string, files: readonly SourceFile[]): Promise<boolean> {
  const sources = new Set(files.map(({ path }) => path))
  const there = await readdir(folder, { recursive: true }).catch(() => [])
  if (there.some(path => /\.(c|h|json)$/.test(path) && !sources.has(path))) return false
  const same = await Promise.all(
    files.map(
      async ({ path, content }) => (await readFile(join(folder, path), 'utf8').catch(() => null)) === content,
    ),
  )
  return same.every(Boolean)
}
