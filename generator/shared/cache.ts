import { mkdir, mkdtemp, readdir, rename, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cacheFolder } from './cache-folder.js'
import { detail } from './details.js'
import { conditionOf, type Terms, whyLacking } from './entry.js'
import { ToolError } from './error.js'
import { alone } from './lock.js'
import { seal } from './manifest.js'
import { note } from './notes.js'
import { owner } from './owner.js'
import { endOrphans, sweep } from './sweep.js'
import { discarding, hidden } from './unfinished.js'

export type { Terms } from './entry.js'
export { sha256, sha256File } from './hash.js'

/** Writes a file, and its folder, so that it appears whole or not at all. Error: E_DISK. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const part = hidden(path)
  await discarding([part], async () => {
    await mkdir(dirname(path), { recursive: true })
    await sweepOnce(dirname(path))
    await writeFile(part, content)
    await rename(part, path)
  }).catch(error => {
    throw diskError(error, path)
  })
}

/** Lends an empty folder that is gone afterwards, whatever happens. Error: E_DISK. */
export async function scratchFolder<T>(use: (dir: string) => Promise<T>): Promise<T> {
  await sweepOnce(tmpdir())
  const dir = await mkdtemp(join(tmpdir(), `landlockstep-${owner()}-`)).catch(error => {
    throw diskError(error, tmpdir())
  })
  return discarding([dir], () => use(dir)).catch(error => {
    throw diskError(error, dir)
  })
}

/**
 * The folder that is kept under this kind and key; `make` fills it if it is not there yet. An entry is whole, with each file as it was made, or it is
 * made again, with a note. It appears whole or not at all, and of two who want it at once one waits for the other.
 * Errors: those of `make` and of the check; E_CACHE if what is made lacks what is needed; E_DISK.
 */
export async function cached(
  kind: string,
  key: string,
  terms: Terms,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  if (!/^\w[\w.+~-]*$/.test(key)) throw new Error(`not a cache key: ${key}`)
  const shelf = join(cacheFolder(), kind)
  const kept = join(shelf, key)
  try {
    if ((await conditionOf(kept, terms)) === 'whole') {
      detail(() => `taken from the cache: ${kept}`)
      return kept
    }
    detail(() => `not in the cache: ${kept}`)
    await mkdir(shelf, { recursive: true })
    await sweep(shelf)
    return await alone(kept, note, () => takeOrMake(kept, terms, make), 'makes')
  } catch (error) {
    throw diskError(error, kept)
  }
}

/** The folders of a kind that are whole; one that is not is thrown away, with a note. */
export async function keptEntries(kind: string, terms: Terms): Promise<readonly string[]> {
  const names = (await readdir(join(cacheFolder(), kind)).catch(() => [])).sort()
  const kept: string[] = []
  for (const name of names.filter(name => !name.startsWith('.')))
    kept.push(...[(await keptEntry(kind, name, terms)) ?? []].flat())
  return kept
}

/** The folder under this kind and key, if there is one and it is whole; one that is not is thrown away, with a note. */
export async function keptEntry(kind: string, key: string, terms: Terms): Promise<string | undefined> {
  const kept = join(cacheFolder(), kind, key)
  const condition = await conditionOf(kept, terms)
  if (condition === 'absent') return undefined
  const isWhole =
    condition === 'whole' || (await alone(kept, note, () => takeOrDiscard(kept, terms), 'makes'))
  return isWhole ? kept : undefined
}

async function takeOrDiscard(kept: string, terms: Terms): Promise<boolean> {
  const condition = await conditionOf(kept, terms)
  if (condition === 'whole' || condition === 'absent') return condition === 'whole'
  note(`${kept} is damaged (${condition.why}) and is not used`)
  // Where it cannot be thrown away it is in nobody's way until it is needed, which then fails by itself.
  await discardEntry(kept).catch(() => {})
  return false
}

/** Whoever waited finds what the other made. */
async function takeOrMake(
  kept: string,
  terms: Terms,
  make: (folder: string) => Promise<void>,
): Promise<string> {
  const condition = await conditionOf(kept, terms)
  if (condition === 'whole') return kept
  if (condition !== 'absent') note(`${kept} is damaged (${condition.why}) and is made again`)
  const part = await newPart(dirname(kept))
  return discarding([part], async () => {
    await make(part)
    const lack = whyLacking(part, terms)
    if (lack !== undefined) throw notMade(kept, lack)
    await terms.check?.(part)
    await seal(part, terms)
    if (condition !== 'absent') await discardEntry(kept)
    await rename(part, kept)
    return kept
  })
}

const notMade = (kept: string, lack: string): ToolError =>
  new ToolError(
    'E_CACHE',
    `${kept} could not be made (${lack}), so nothing was kept; try again, and if it comes again look at the tools that make it (\`landlockstep setup\`).`,
  )

const newPart = (shelf: string): Promise<string> => mkdtemp(join(shelf, `.part-${owner()}-`))

/** It goes out of the way at once, and then file by file. */
async function discardEntry(kept: string): Promise<void> {
  const part = await newPart(dirname(kept))
  await discarding([part], () => rename(kept, join(part, 'entry')))
}

const swept = new Set<string>()

/** A run that was killed outright could not tidy up after itself, so the next one does, before it puts something into that folder. */
async function sweepOnce(folder: string): Promise<void> {
  if (swept.size === 0) endOrphans()
  if (swept.has(folder)) return
  swept.add(folder)
  await sweep(folder)
}

/** What is wrong with a place itself. */
const inTheWay = ['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ELOOP', 'ENAMETOOLONG', 'EIO']

export function diskError(error: unknown, path: string): unknown {
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
  // On a read-only disk a folder and those above it fail with ENOENT.
  const isPlace = inTheWay.includes(String(code)) || (code === 'ENOENT' && message.includes(', mkdir '))
  if (!isPlace) return error
  return new ToolError(
    'E_DISK',
    `${path} cannot be read or written; choose another place by XDG_CACHE_HOME or TMPDIR.`,
    {
      output: message,
      cause: error,
    },
  )
}
