import { readFileSync } from 'node:fs'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type ArchName, hostArch } from '../../shared/arch.js'
import { cached, type Terms } from '../../shared/cache.js'
import { cacheFolder } from '../../shared/cache-folder.js'
import { ToolError } from '../../shared/error.js'
import { exec } from '../../shared/exec.js'
import { readJson } from '../../shared/json.js'
import type { Progress } from '../../shared/progress.js'
import { aptDownload, aptPackages, aptState, sourcePackage } from '../apt.js'
import { isOutOfReach } from '../apt-output.js'
import { checkUnpacked, extract, openDeb } from '../unpack.js'
import { compareVersions, series, startsWithVersion } from '../version.js'
import { checkOriginals, touchedIn } from './originals.js'

const schema = z.strictObject({
  suite: z.string(),
  name: z.string(),
  version: z.string(),
  bytes: z.number(),
  sha256: z.string(),
})

/** A `linux-source` package of a suite. */
export type KernelSource = Readonly<z.infer<typeof schema>>

/** The version that patches are written for, `7.3` of `7.3.4-1~bpo13+1`. */
export const seriesOfSource = ({ version }: KernelSource): string => series(version)

/** Looked through in this order; the newest kernels are in the first. */
const suites = ['trixie-backports', 'trixie'] as const

/** Where sources lie unpacked, each with what was built in it. */
const shelf = 'lab-trees'

/** Tells which source it is. */
const sourceFile = 'source.json'

/** The newest source whose version starts with `prefix`; without a network one that was unpacked before. Errors: those of apt, E_KERNEL. */
export async function findSource(prefix: string, progress: Progress): Promise<KernelSource> {
  try {
    return await findOffered(prefix, progress)
  } catch (error) {
    const found = isOutOfReach(error) ? await findUnpacked(prefix) : undefined
    if (found === undefined) throw error
    progress(`the mirror is out of reach, so the cached source ${found.version} is used`)
    return found
  }
}

/** The newest source of each version that patches may be written for, newest first. Errors: those of apt. */
export async function labVersions(progress: Progress): Promise<readonly KernelSource[]> {
  const all: KernelSource[] = []
  for (const suite of suites) all.push(...(await offered(suite, progress)))
  const newestFirst = all.toSorted((one, other) => compareVersions(other.version, one.version))
  return newestFirst.filter(
    (source, index) =>
      index === newestFirst.findIndex(other => seriesOfSource(other) === seriesOfSource(source)),
  )
}

async function findOffered(prefix: string, progress: Progress): Promise<KernelSource> {
  for (const suite of suites) {
    const found = newest(await offered(suite, progress), prefix)
    if (found !== undefined) return found
  }
  const have = (await labVersions(progress)).map(({ version, suite }) => `${version} (${suite})`)
  throw new ToolError(
    'E_KERNEL',
    `Debian has no source of Linux ${prefix}; it has ${have.length === 0 ? 'none' : have.join(', ')}.`,
  )
}

async function offered(suite: string, progress: Progress): Promise<readonly KernelSource[]> {
  const packages = await aptPackages(await aptState(suite, progress))
  return packages
    .filter(({ name }) => sourcePackage.test(name))
    .map(({ name, version, bytes, sha256 }) => ({ suite, name, version, bytes, sha256 }))
}

async function findUnpacked(prefix: string): Promise<KernelSource | undefined> {
  const root = join(cacheFolder(), shelf)
  const names = await readdir(root).catch(() => [])
  const all = names.filter(name => !name.startsWith('.')).flatMap(name => readable(join(root, name)))
  return newest(all, prefix)
}

const sourceIn = (folder: string): KernelSource =>
  readJson(schema, readFileSync(join(folder, sourceFile), 'utf8'), sourceFile)

/** What cannot be read is unpacked anew once it is needed. */
function readable(folder: string): readonly KernelSource[] {
  try {
    return [sourceIn(folder)]
  } catch {
    return []
  }
}

const newest = (all: readonly KernelSource[], prefix: string): KernelSource | undefined =>
  all
    .filter(({ version }) => startsWithVersion(version, prefix))
    .toSorted((one, other) => compareVersions(other.version, one.version))[0]

/**
 * The folder of a source, which holds it unpacked as `source`; what else is there belongs to the builds in it.
 * An instrument is compiled into all or much of a kernel, so kernels with other instruments have a tree of their own, and so has each architecture.
 */
export const treeOf = (source: KernelSource, parts: TreeParts = {}): string =>
  join(cacheFolder(), shelf, treeName(source, parts))

/** What kernels of one tree have in common beside its source: instruments, and their architecture, if it is not this machine's. */
type TreeParts = { readonly instruments?: readonly string[]; readonly arch?: ArchName }

const treeName = ({ name, sha256 }: KernelSource, { instruments = [], arch = hostArch }: TreeParts): string =>
  [`${name}-${sha256.slice(0, 12)}`, ...(arch === hostArch ? [] : [arch]), ...instruments].join('+')

/** Downloads and unpacks a source for kernels with these parts, unless that was done before. Errors: those of apt, E_KERNEL, E_DISK. */
export async function unpackSource(
  source: KernelSource,
  parts: TreeParts,
  progress: Progress,
): Promise<void> {
  await cached(shelf, treeName(source, parts), treeTerms, async dir => {
    const scratch = join(dir, 'scratch')
    const root = await aptState(source.suite, progress)
    const deb = await aptDownload(root, source, scratch, progress)
    progress(`unpacking ${source.name} ${source.version}, 1.8 GB`)
    const archive = await openDeb(deb)
    const member = archive.members.find(name => name.endsWith('.tar.xz'))
    if (member === undefined) throw broken(source, archive.members.join('\n'))
    await extract(archive, member, join(scratch, 'source.tar.xz'))
    await untar(source, join(scratch, 'source.tar.xz'), join(dir, 'source'))
    await rm(scratch, { recursive: true })
    await writeFile(join(dir, sourceFile), `${JSON.stringify(source, null, 2)}\n`)
  })
}

/**
 * A tree holds what builds leave in it; vouched for is each file of the source that no patch has touched, and the original of those that one has.
 * There are 80,000 of them, so that a file with the size and times that it was unpacked with is not read again.
 */
export const treeTerms: Terms = {
  needs: { [sourceFile]: 'file', 'source/Makefile': 'file' },
  byTimes: true,
  mayChange: tree => {
    const touched = new Set(touchedIn(tree).map(file => `source/${file}`))
    return path => path !== sourceFile && (!path.startsWith('source/') || touched.has(path))
  },
  check: tree => {
    sourceIn(tree)
    checkOriginals(tree)
  },
}

async function untar(source: KernelSource, tar: string, to: string): Promise<void> {
  await mkdir(to)
  const args = ['-xJf', tar, '-C', to, '--strip-components=1', '--no-same-owner']
  const { exitCode, stderr } = await exec('tar', args)
  if (exitCode !== 0) throw broken(source, stderr)
  checkUnpacked(to, `The package ${source.name} ${source.version}`)
}

const broken = ({ name, version }: KernelSource, output: string): ToolError =>
  new ToolError(
    'E_KERNEL',
    `The package ${name} ${version} holds no source that can be unpacked; try again.`,
    {
      output,
    },
  )
