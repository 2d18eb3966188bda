import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, existsSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { homedir, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ToolError } from './error.js'
import { owner } from './owner.js'
import { endOrphans, sweep } from './sweep.js'

const unfinished = new Set<string>()

process.on('exit', removeUnfinished)

/** Where everything is kept that may be made again: `$XDG_CACHE_HOME/landlockstep`, else `~/.cache/landlockstep`. */
export function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME
  return join(base === undefined || base === '' ? join(homedir(), '.cache') : base, 'landlockstep')
}

/** SHA-256 in hex. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** SHA-256 in hex of a file of any size. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** Writes a file, and its folder, so that it appears whole or not at all. Error: E_DISK. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const part = join(dirname(path), `.${basename(path)}.${owner()}.${randomUUID()}`)
  unfinished.add(part)
  try {
    await mkdir(dirname(path), { recursive: true })
    await sweepOnce(dirname(path))
    await writeFile(part, content)
    await rename(part, path)
  } catch (error) {
    throw diskError(error, path)
  } finally {
    await discard(part)
  }
}

/** Lends an empty folder that is gone afterwards, whatever happens. Error: E_DISK. */
export async function scratchFolder<T>(use: (dir: string) => Promise<T>): Promise<T> {
  await sweepOnce(tmpdir())
  const dir = await mkdtemp(join(tmpdir(), `landlockstep-${owner()}-`)).catch(error => {
    throw diskError(error, tmpdir())
  })
  unfinished.add(dir)
  try {
    return await use(dir)
  } catch (error) {
    throw diskError(error, dir)
  } finally {
    await discard(dir)
  }
}

/**
 * The folder that is kept under this kind and key; `make` fills it if it is not there yet.
 * It appears whole or not at all, also when two of us make it at once. Error: E_DISK.
 */
export async function cached(
  kind: string,
  key: string,
  make: (dir: string) => Promise<void>,
): Promise<string> {
  if (!/^\w[\w.+~-]*$/.test(key)) throw new Error(`not a cache key: ${key}`)
  const shelf = join(cacheFolder(), kind)
  const kept = join(shelf, key)
  if (existsSync(kept)) return kept
  let part: string | undefined
  try {
    await mkdir(shelf, { recursive: true })
    await sweepOnce(shelf)
    part = await mkdtemp(join(shelf, `.part-${owner()}-`))
    unfinished.add(part)
    await make(part)
    await rename(part, kept).catch(error => {
      if (!existsSync(kept)) throw error
    })
    return kept
  } catch (error) {
    throw diskError(error, kept)
  } finally {
    if (part !== undefined) await discard(part)
  }
}

/** Removes every half-written file and folder of ours: for the end by a signal. */
export async function cleanUp(): Promise<void> {
  await Promise.all([...unfinished].map(discard))
}

async function discard(path: string): Promise<void> {
  // Who still writes into it is about to end.
  await rm(path, { recursive: true, force: true, maxRetries: 5 })
  unfinished.delete(path)
}

function removeUnfinished(): void {
  for (const path of unfinished) rmSync(path, { recursive: true, force: true })
}

const swept = new Set<string>()

/** A run that was killed outright could not tidy up after itself, so the next one does, before it puts something into that folder. */
async function sweepOnce(folder: string): Promise<void> {
  if (swept.size === 0) endOrphans()
  if (swept.has(folder)) return
  swept.add(folder)
  await sweep(folder)
}

function diskError(error: unknown, path: string): unknown {
  if (error instanceof ToolError || !(error instanceof Error) || !('code' in error)) return error
  const { code, message } = error
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ToolError(
      'E_DISK',
      `The disk is full: ${path} could not be written. Free some space and try again.`,
      {
        output: message,
        cause: error,
      },
    )
  }
  if (code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM' && code !== 'ENOTDIR') return error
  return new ToolError(
    'E_DISK',
    `${path} cannot be written; choose another place by XDG_CACHE_HOME or TMPDIR.`,
    {
      output: message,
      cause: error,
    },
  )
}
