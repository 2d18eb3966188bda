import { readFileSync } from 'node:fs'
import { copyFile, cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { type ArchName, archOf, atArch, hostArch } from '../shared/arch.js'
import { cached, keptEntry, sha256, type Terms } from '../shared/cache.js'
import { cacheFolder } from '../shared/cache-folder.js'
import { proxySettings } from '../shared/environment.js'
import { type Exit, exec } from '../shared/exec.js'
import { readJson } from '../shared/json.js'
import type { Progress } from '../shared/progress.js'
import { aptOptions, ownConfig } from './apt-config.js'
import { aptError, downloadProgress, type Package, readPackages } from './apt-output.js'
import { keyring, mirrorOf } from './mirror.js'
import { throughPlainPath, withPlainPath } from './plain-path.js'
import { checkRelease, releaseIn } from './release.js'

export type { Package }

const indexFile = 'linux.json'

/** What a package with a part of a kernel for virtual machines is called; `-unsigned`, `-dbg` and `-rt` ones are others. */
export const kernelPackage = (arch: ArchName): RegExp =>
  new RegExp(`^linux-(image|binary|base|modules)-(\\d(?!.*-rt-).*-${archOf(arch).flavour})$`)

/** What a package with the sources of a kernel is called. */
export const sourcePackage = /^linux-source-(\d+\.\d+)$/

const freshMs = 6 * 60 * 60 * 1000

/** Another run may still read a state that has just grown old. */
const discardMs = freshMs + 60 * 60 * 1000

/** What an apt state holds that we wrote from its lists. */
const indexSchema = z.strictObject({
  suite: z.string(),
  date: z.number(),
  packages: z.array(
    z.strictObject({ name: z.string(), version: z.string(), bytes: z.number(), sha256: z.string() }),
  ),
})

type Index = z.infer<typeof indexSchema>

const indexIn = (root: string): Index =>
  readJson(indexSchema, readFileSync(join(root, indexFile), 'utf8'), indexFile)

/** The lists and what is read from them stay; apt's own caches and locks come and go. */
const terms: Terms = {
  needs: { [indexFile]: 'file', 'etc/apt.conf': 'file', 'etc/debian.sources': 'file' },
  mayChange: () => path => /^(cache|log)\/|^state\/lists\/(lock|partial\/|auxfiles\/)/.test(path),
  check: indexIn,
}

const shelf = 'apt'

/** A suite, where it is had, and who signs it. */
type AptArchive = {
  readonly suite: string
  readonly mirror: string
  readonly key: string
  /** Whose packages; without it, those for this machine. */
  readonly arch?: ArchName
}

/**
 * A private apt state with the package lists of one suite, at most some hours old; nothing of the system's apt is touched.
 * Errors: E_NOT_DEBIAN, E_USAGE, E_NETWORK, E_SIGNATURE, E_KERNEL when the mirror has no such suite.
 */
export async function aptState(suite: string, progress: Progress, arch = hostArch): Promise<string> {
  const key = keyring()
  return stateOf({ suite, mirror: await mirrorOf(suite), key, arch }, progress)
}

/** The same of an archive that is known. */
export async function stateOf(archive: AptArchive, progress: Progress, maxAgeMs = freshMs): Promise<string> {
  const { suite, mirror, arch = hostArch } = archive
  const name = `${suite}-${sha256(`${mirror}${atArch(arch)}`).slice(0, 8)}`
  const states = await statesOf(name)
  const newest = await firstWhole(states)
  const age = newest === undefined ? Number.POSITIVE_INFINITY : Date.now() - newest.time
  if (newest !== undefined && age >= 0 && age < maxAgeMs) return newest.root
  const seen = await lastSeen(suite)
  const root = await cached(shelf, `${name}-${Date.now()}`, terms, async dir => {
    await update(dir, archive, newest, progress)
    const release = await releaseIn(dir)
    checkRelease(release, { wanted: suite, mirror, seen, shelf: join(cacheFolder(), shelf) })
    await keepIndex(dir, { suite, date: release.date }, arch)
  })
  const old = states.filter(({ time }) => Date.now() - time > discardMs)
  for (const state of old) await rm(state.root, { recursive: true, force: true })
  return root
}

/** When the newest lists of a suite were signed that any mirror ever gave, as far as that is known; 0 without any. */
async function lastSeen(suite: string): Promise<number> {
  const states = (await statesOf(suite)).flatMap(({ root }) => readable(root))
  return Math.max(0, ...states.filter(index => index.suite === suite).map(({ date }) => date))
}

function readable(root: string): readonly Index[] {
  try {
    return [indexIn(root)]
  } catch {
    return []
  }
}

async function firstWhole(states: readonly AptState[]): Promise<AptState | undefined> {
  for (const state of states)
    if ((await keptEntry(shelf, basename(state.root), terms)) !== undefined) return state
  return undefined
}

/** The packages of kernels and of their sources that a state knows, in every version. */
export const aptPackages = async (root: string): Promise<readonly Package[]> => indexIn(root).packages

const either = (arch: ArchName): RegExp => new RegExp(`${kernelPackage(arch).source}|${sourcePackage.source}`)

/** Asking apt takes seconds in a large suite, so its answer is kept with the lists that it comes from. */
async function keepIndex(root: string, about: Pick<Index, 'suite' | 'date'>, arch: ArchName): Promise<void> {
  const packages = await aptFind(root, 'linux-', either(arch))
  const index: Index = { ...about, packages: [...packages] }
  await writeFile(join(root, indexFile), JSON.stringify(index))
}

/** The packages in a state whose names start like this and match, in every version. */
export async function aptFind(root: string, start: string, pattern: RegExp): Promise<readonly Package[]> {
  const names = await apt(root, 'apt-cache', ['pkgnames', start])
  const wanted = names.stdout.split('\n').filter(name => pattern.test(name))
  const shown = wanted.length === 0 ? '' : (await apt(root, 'apt-cache', ['show', ...wanted])).stdout
  return readPackages(shown)
}

/** Downloads and verifies one package; gives the path of the .deb. Errors: E_NETWORK, E_GONE, E_SIGNATURE. */
export async function aptDownload(
  root: string,
  { name, version, bytes }: Package,
  dir: string,
  progress: Progress,
): Promise<string> {
  const text = `downloading ${name}, ${Math.ceil(bytes / 1e6)} MB`
  progress(text)
  await mkdir(dir, { recursive: true })
  return withPlainPath(dir, async cwd => {
    await apt(root, 'apt-get', ['download', `${name}=${version}`], {
      cwd,
      onLine: downloadProgress(progress, text),
    })
    const deb = (await readdir(cwd)).find(file => file.endsWith('.deb'))
    if (deb === undefined) throw new Error(`apt-get download ${name} left no package`)
    if (cwd !== dir) await copyFile(join(cwd, deb), join(dir, deb))
    return join(dir, deb)
  })
}

type AptState = { readonly root: string; readonly time: number }

/** Newest first. */
async function statesOf(name: string): Promise<readonly AptState[]> {
  const folder = join(cacheFolder(), shelf)
  const names = await readdir(folder).catch(() => [])
  return names
    .filter(one => one.startsWith(`${name}-`))
    .map(one => ({ root: join(folder, one), time: Number(/\d+$/.exec(one)?.[0]) }))
    .filter(({ time }) => Number.isFinite(time))
    .sort((a, b) => b.time - a.time)
}

/** The lists of the last time go in first, as old as they were, so that apt fetches only what has changed. */
async function update(
  dir: string,
  archive: AptArchive,
  last: AptState | undefined,
  progress: Progress,
): Promise<void> {
  if (last !== undefined)
    await cp(join(last.root, 'state'), join(dir, 'state'), { recursive: true, preserveTimestamps: true })
  for (const folder of ['etc', 'state/lists/partial', 'cache/archives/partial', 'log']) {
    await mkdir(join(dir, folder), { recursive: true })
  }
  await writeFile(join(dir, 'state/status'), '')
  await writeFile(join(dir, 'etc/apt.conf'), await ownConfig(archive.arch ?? hostArch))
  await writeFile(join(dir, 'etc/debian.sources'), sources(archive))
  const text = `reading which packages ${archive.suite} has`
  progress(text)
  await apt(dir, 'apt-get', ['update'], { suite: archive.suite, onLine: downloadProgress(progress, text) })
}

const sources = ({ suite, mirror, key, arch = hostArch }: AptArchive): string => `Types: deb
URIs: ${mirror}
Suites: ${suite}
Components: main
Architectures: ${arch}
Targets: Packages
Signed-By: ${key}
`

type AptOptions = { readonly cwd?: string; readonly onLine?: (line: string) => void; readonly suite?: string }

const apt = (
  root: string,
  command: 'apt-get' | 'apt-cache',
  args: readonly string[],
  { suite = '', ...execOptions }: AptOptions = {},
): Promise<Exit> =>
  throughPlainPath(root, async root => {
    const env = { ...proxySettings(), APT_CONFIG: join(root, 'etc/apt.conf') }
    const exit = await exec(command, ['-qq', ...aptOptions(root), ...args], { ...execOptions, env })
    if (exit.exitCode !== 0) throw aptError(exit, `${command} ${args.join(' ')}`, suite)
    return exit
  })
