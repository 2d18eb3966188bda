import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { owner } from './owner.js'

/** The paths of what this process has half-made. */
const unfinished = new Set<string>()

process.on('exit', () => {
  for (const path of unfinished) removeNow(path)
})

/** A path beside that one which nobody else has, and which nobody takes for what is whole; it says whose it is. */
export const hidden = (path: string): string =>
  join(dirname(path), `.${basename(path)}.${owner()}.${randomUUID()}`)

/** What is left of these paths afterwards is removed, also when the process ends meanwhile. */
export async function discarding<T>(paths: readonly string[], work: () => Promise<T>): Promise<T> {
  for (const path of paths) unfinished.add(path)
  try {
    return await work()
  } finally {
    await Promise.all(paths.map(discard))
  }
}

/** Removes every half-made file and folder of ours: for the end by a signal. */
export async function cleanUp(): Promise<void> {
  await Promise.all([...unfinished].map(discard))
}

async function discard(path: string): Promise<void> {
  try {
    // Who still writes into it is about to end.
    await rm(path, { recursive: true, force: true, maxRetries: 5 })
    unfinished.delete(path)
  } catch {
    // Where nothing could be written, nothing can be removed, and that is not what went wrong; else it is tried again at the end.
  }
}

function removeNow(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    // The process ends, and whoever comes next sweeps.
  }
}

/** For what may fail in one of these ways: true if it did. */
export const rethrowUnless =
  (...codes: readonly string[]) =>
  (error: unknown): true => {
    if (error instanceof Error && 'code' in error && codes.includes(`${error.code}`)) return true
    throw error
  }
