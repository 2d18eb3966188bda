import { existsSync, readdirSync, statSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { imageOf, resolveKernel } from '../../generator/kernel/resolve.js'
import { asKernel, findStored } from '../../generator/kernel/store.js'
import { ready, startJob } from '../../generator/run/job.js'
import { scratchFolder } from '../../generator/shared/cache.js'
import { cacheFolder } from '../../generator/shared/cache-folder.js'
import { packageFolder } from '../../generator/shared/paths.js'
import type { Progress } from '../../generator/shared/progress.js'
import { catalog } from '../../generator/suite/catalog.js'
import { compiledFolder } from './places.js'

/** What every row begins with, so that it need not make it. */
export type Warm = {
  /** Paths of two kernel images: the newest one, and an older one. */
  readonly kernel: string
  readonly older: string
  /** Entries of the cache, by kind. */
  readonly entries: readonly { readonly kind: string; readonly path: string }[]
  /** Where compiled sources of this package are. */
  readonly compiled: string
  /** Where objects of suites are kept from row to row. */
  readonly objects: string
  /** Where run folders are kept that rows damage copies of. */
  readonly records: string
  /** How long a row takes that is as long as one wants. */
  readonly minutes: number
}

/** So many entries of a kind, the youngest, are taken over; others may have made some since ours was made. */
const most = 32

const kinds = ['accel', 'catalog', 'confine', 'guest-tools', 'probes']

/** Makes in the cache of the user what is not there yet, as any run does. */
export async function warmUp(records: string, minutes: number, progress: Progress): Promise<Warm> {
  const [kernel, older] = [await image('trixie-backports', progress), await image('trixie', progress)]
  await catalog()
  await mkdir(join(packageFolder, 'out/compiled'), { recursive: true })
  await scratchFolder(async work => {
    for (const [index, path] of [kernel, older].entries())
      await ready(path, await startJob(join(work, `${index}`), progress))
  })
  const objects = join(cacheFolder(), 'faults', 'objects')
  await mkdir(objects, { recursive: true })
  return {
    kernel,
    older,
    objects,
    records,
    minutes,
    compiled: join(tmpdir(), compiledFolder),
    entries: kinds.flatMap(kind => youngest(join(cacheFolder(), kind)).map(path => ({ kind, path }))),
  }
}

async function image(suite: string, progress: Progress): Promise<string> {
  const stored = await findStored(suite, '')
  const kernel =
    stored === undefined ? await resolveKernel(`debian:${suite}`, progress) : asKernel(suite, stored)
  return imageOf(kernel).image
}

const youngest = (shelf: string): readonly string[] =>
  (existsSync(shelf) ? readdirSync(shelf) : [])
    .filter(name => !name.startsWith('.'))
    .map(name => join(shelf, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)
    .slice(0, most)
