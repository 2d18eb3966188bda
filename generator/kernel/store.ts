import { readdir, readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { cacheFolder, sha256File } from '../shared/cache.js'
import { compareVersions, startsWithVersion } from './version.js'

/** A kernel that can be booted, with what belongs to it. The image of `native` is empty: it runs already. */
export type Kernel = {
  readonly ref: string
  readonly image: string
  readonly sha256: string
  /** Paths in the order in which they must be loaded. */
  readonly modules: readonly string[]
  readonly config: string | null
  /** Package, version and suite in words. */
  readonly origin: string
}

const entrySchema = z.strictObject({
  suite: z.string(),
  /** What `uname -r` says. */
  release: z.string(),
  /** What dpkg says. */
  version: z.string(),
  origin: z.string(),
  sha256: z.string(),
  modules: z.array(z.string()),
  config: z.string().nullable(),
})

/** What `kernel.json` in a cache entry holds; the image beside it is called `vmlinuz`. */
export type Entry = Readonly<z.infer<typeof entrySchema>>

/** The addresses of a kernel's functions; only lab kernels have them beside them. */
export const symbolsFile = 'System.map'

/** An entry and the folder that it is in. */
export type Stored = { readonly folder: string; readonly entry: Entry }

/** The cached kernel of this key, or undefined; one whose image is not what it was is thrown away. */
export async function readStored(folder: string): Promise<Stored | undefined> {
  const text = await readFile(join(folder, 'kernel.json'), 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  const parsed = entrySchema.safeParse(parseJson(text))
  const hash = await sha256File(join(folder, 'vmlinuz')).catch(() => '')
  if (parsed.success && parsed.data.sha256 === hash) return { folder, entry: parsed.data }
  await rm(folder, { recursive: true, force: true })
  return undefined
}

/** Where kernels of Debian are kept. */
export const shelf = 'kernels'

/** Every cached kernel of Debian, newest first. */
export async function storedKernels(): Promise<readonly Stored[]> {
  const root = join(cacheFolder(), shelf)
  const names = await readdir(root).catch(() => [])
  const kept = await Promise.all(
    names.filter(name => !name.startsWith('.')).map(name => readStored(join(root, name))),
  )
  return kept
    .filter(stored => stored !== undefined)
    .sort((a, b) => compareVersions(b.entry.version, a.entry.version))
}

/** The newest cached kernel of a suite whose version starts with `prefix`. */
export async function findStored(suite: string, prefix: string): Promise<Stored | undefined> {
  const all = await storedKernels()
  return all.find(
    ({ entry }) =>
      entry.suite === suite &&
      (startsWithVersion(entry.release, prefix) || startsWithVersion(entry.version, prefix)),
  )
}

/** A cached kernel as the guest needs it. */
export const asKernel = (ref: string, { folder, entry }: Stored): Kernel => ({
  ref,
  image: join(folder, 'vmlinuz'),
  sha256: entry.sha256,
  modules: entry.modules.map(file => join(folder, 'modules', basename(file))),
  config: entry.config === null ? null : join(folder, entry.config),
  origin: entry.origin,
})

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
