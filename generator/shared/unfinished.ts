import { randomUUID } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { readdir, readlink, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A path beside that one which nobody else has, and which nobody takes for what is whole. */
export const hidden = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${process.pid}.${randomUUID()}`)

/** What is left of these paths afterwards is removed, also when the process ends meanwhile. */
export async function discarding<T>(paths: readonly string[], work: () => Promise<T>): Promise<T> {
  const discard = (): void => {
    for (const path of paths) removeNow(path)
  }
  process.once('exit', discard)
  try {
    return await work()
  } finally {
    // Where nothing could be written, nothing can be removed, and that is not what went wrong.
    for (const path of paths) await rm(path, { recursive: true, force: true }).catch(() => {})
    process.off('exit', discard)
  }
}

function removeNow(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    // The process ends, and whoever comes next sweeps.
  }
}

/** Removes from a folder what processes left unfinished in it that were killed outright. */
export async function sweep(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const owner = await ownerOf(path)
    if (owner !== undefined && !existsSync(join('/proc', owner)))
      await rm(path, { recursive: true, force: true })
  }
}

/** The process that a hidden path or a lock belongs to. */
async function ownerOf(path: string): Promise<string | undefined> {
  const name = basename(path)
  if (!name.startsWith('.')) return undefined
  const owner = name.endsWith('.lock')
    ? await readlink(path).catch(() => undefined)
    : /\.(\d+)\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.exec(name)?.[1]
  return owner !== undefined && /^\d+$/.test(owner) ? owner : undefined
}

/** For what may fail in one of these ways: true if it did. */
export const rethrowUnless =
  (...codes: readonly string[]) =>
  (error: unknown): true => {
    if (error instanceof Error && 'code' in error && codes.includes(`${error.code}`)) return true
    throw error
  }
