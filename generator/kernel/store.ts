import { existsSync, readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { type ArchName, archNames, hostArch } from '../shared/arch.js'
import { keptEntry, type Terms } from '../shared/cache.js'
import { cacheFolder } from '../shared/cache-folder.js'
import { ToolError } from '../shared/error.js'
import { readJson } from '../shared/json.js'
import type { Ahead } from './tree/ahead.js'
import { compareVersions, startsWithVersion } from './version.js'

/** What is known of any kernel. */
type NamedKernel = {
  readonly ref: string
  /** That of this machine if it is not said. */
  readonly arch?: ArchName
  /** What its programs are compiled for, if not for that. */
  readonly programs?: ArchName
  readonly config: string | null
  /** Package, version and suite in words. */
  readonly origin: string
  /** What a reader should know of it, such as what it was built without. */
  readonly notes?: readonly string[]
  /** What of landlock.h it has and the specs do not know, where its source is at hand. */
  readonly ahead?: Ahead
}

/** A kernel that can be booted, with what belongs to it. */
export type ImageKernel = NamedKernel & {
  readonly kind: 'image'
  readonly image: string
  readonly sha256: string
  /** Paths in the order in which they must be loaded. */
  readonly modules: readonly string[]
}

/** The kernel that runs already, of which nobody has an image. */
export type NativeKernel = NamedKernel & { readonly kind: 'native' }

export type Kernel = ImageKernel | NativeKernel

/** The architecture of the programs that run on a kernel. */
export const programsOf = ({ arch, programs }: Kernel): ArchName => programs ?? arch ?? hostArch

/** The hash of a kernel's image, empty where it has none, as records have it. */
export const sha256Of = (kernel: Kernel): string => (kernel.kind === 'image' ? kernel.sha256 : '')

/** A kernel for a guest. Error: E_USAGE for one without an image. */
export function imageOf(kernel: Kernel): ImageKernel {
  if (kernel.kind === 'image') return kernel
  throw new ToolError(
    'E_USAGE',
    `A guest needs a kernel with an image, which ${kernel.ref} has not; give another one by --kernel.`,
  )
}

const entrySchema = z.strictObject({
  suite: z.string(),
  /** What was kept before there were others is for amd64. */
  arch: z.enum(archNames).default('amd64'),
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
export type StoredKernel = Readonly<z.infer<typeof entrySchema>>

/** The addresses of a kernel's functions; only lab kernels have them beside them. */
export const symbolsFile = 'System.map'

/** An entry and the folder that it is in. */
export type Stored = { readonly folder: string; readonly entry: StoredKernel }

/** What describes a kernel in its folder. */
export const entryFile = 'kernel.json'

/** What a kernel in the cache must have. */
export const kernelTerms: Terms = {
  needs: { vmlinuz: 'file', [entryFile]: 'file' },
  check: folder => readEntry(folder),
}

/** The kernel that was put into a folder; nothing is hashed. Throws an error in words where it says nothing readable, or something is not there. */
export function readEntry(folder: string): Stored {
  const entry = readJson(entrySchema, readFileSync(join(folder, entryFile), 'utf8'), entryFile)
  const files = entry.modules.map(file => join('modules', basename(file)))
  const lost = [...files, entry.config ?? ''].find(file => !existsSync(join(folder, file)))
  if (lost !== undefined) throw new Error(`${lost} is gone`)
  return { folder, entry }
}

/** Where kernels of Debian are kept. */
export const shelf = 'kernels'

/** Every cached kernel of Debian, newest first, by what it says of itself: whether it is whole is for `findStored` to see. */
export async function storedKernels(): Promise<readonly Stored[]> {
  const root = join(cacheFolder(), shelf)
  const names = await readdir(root).catch(() => [])
  return names
    .filter(name => !name.startsWith('.'))
    .flatMap(name => readable(join(root, name)))
    .sort((a, b) => compareVersions(b.entry.version, a.entry.version))
}

/** What cannot be read is noticed where it is needed. */
function readable(folder: string): readonly Stored[] {
  try {
    return [readEntry(folder)]
  } catch {
    return []
  }
}

/** The newest cached kernel of a suite whose version starts with `prefix` and that is whole. */
export async function findStored(
  suite: string,
  prefix: string,
  arch = hostArch,
): Promise<Stored | undefined> {
  for (const stored of await storedKernels()) {
    const { release, version } = stored.entry
    const isMeant = startsWithVersion(release, prefix) || startsWithVersion(version, prefix)
    if (stored.entry.suite !== suite || stored.entry.arch !== arch || !isMeant) continue
    if ((await keptEntry(shelf, basename(stored.folder), kernelTerms)) !== undefined) return stored
  }
  return undefined
}

/** A cached kernel as the guest needs it. */
export const asKernel = (ref: string, { folder, entry }: Stored): ImageKernel => ({
  kind: 'image',
  ref,
  arch: entry.arch,
  image: join(folder, 'vmlinuz'),
  sha256: entry.sha256,
  modules: entry.modules.map(file => join(folder, 'modules', basename(file))),
  config: entry.config === null ? null : join(folder, entry.config),
  origin: entry.origin,
})
