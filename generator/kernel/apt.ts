import { existsSync } from 'node:fs'
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cached, cacheFolder, sha256 } from '../shared/cache.js'
import { proxySettings } from '../shared/environment.js'
import { type Exit, exec } from '../shared/exec.js'
import type { Progress } from '../shared/progress.js'
import { aptError, type Package, percent, readPackages } from './apt-output.js'

export type { Package }

import { keyring, mirrorOf } from './mirror.js'

const packagesFile = 'linux.json'

/** What a package with a part of a kernel for virtual machines is called; `-unsigned` and `-dbg` ones are others. */
export const kernelPackage = /^linux-(image|binary|base|modules)-(\d.*-cloud-amd64)$/

/** What a package with the sources of a kernel is called. */
export const sourcePackage = /^linux-source-(\d+\.\d+)$/

const freshMs = 6 * 60 * 60 * 1000

/** Another run may still read a state that has just grown old. */
const discardMs = freshMs + 60 * 60 * 1000

/**
 * A private apt state with the package lists of one suite, at most some hours old; nothing of the system's apt is touched.
 * Errors: E_NOT_DEBIAN, E_NETWORK, E_SIGNATURE, E_KERNEL when the mirror has no such suite.
 */
export async function aptState(suite: string, progress: Progress): Promise<string> {
  const key = keyring()
  const mirror = await mirrorOf(suite)
  const name = `${suite}-${sha256(mirror).slice(0, 8)}`
  const states = await statesOf(name)
  const newest = states[0]
  const age = newest === undefined ? Number.POSITIVE_INFINITY : Date.now() - newest.time
  if (newest !== undefined && age >= 0 && age < freshMs) return newest.root
  const root = await cached('apt', `${name}-${Date.now()}`, dir =>
    update(dir, suite, sources(suite, mirror, key), newest, progress),
  )
  const old = states.filter(({ time }) => Date.now() - time > discardMs)
  for (const state of old) await rm(state.root, { recursive: true, force: true })
  return root
}

/** The packages of kernels and of their sources that a state knows, in every version. */
export async function aptPackages(root: string): Promise<readonly Package[]> {
  return JSON.parse(await readFile(join(root, packagesFile), 'utf8')) as readonly Package[]
}

const either = new RegExp(`${kernelPackage.source}|${sourcePackage.source}`)

/** Asking apt takes seconds in a large suite, so its answer is kept with the lists that it comes from. */
async function keepPackages(root: string): Promise<void> {
  await writeFile(join(root, packagesFile), JSON.stringify(await aptFind(root, 'linux-', either)))
}

/** The packages in a state whose names start like this and match, in every version. */
export async function aptFind(root: string, start: string, pattern: RegExp): Promise<readonly Package[]> {
  const names = await apt(root, 'apt-cache', ['pkgnames', start])
  const wanted = names.stdout.split('\n').filter(name => pattern.test(name))
  const shown = wanted.length === 0 ? '' : (await apt(root, 'apt-cache', ['show', ...wanted])).stdout
  return readPackages(shown)
}

/** Downloads and verifies one package; gives the path of the .deb. Errors: E_NETWORK, E_SIGNATURE. */
export async function aptDownload(
  root: string,
  { name, version, bytes }: Package,
  dir: string,
  progress: Progress,
): Promise<string> {
  const text = `downloading ${name}, ${Math.ceil(bytes / 1e6)} MB`
  progress(text)
  await mkdir(dir, { recursive: true })
  await apt(root, 'apt-get', ['download', `${name}=${version}`], {
    cwd: dir,
    onLine: percent(progress, text),
  })
  const deb = (await readdir(dir)).find(file => file.endsWith('.deb'))
  if (deb === undefined) throw new Error(`apt-get download ${name} left no package`)
  return join(dir, deb)
}

type State = { readonly root: string; readonly time: number }

/** Newest first; one that lacks its list of packages was left by an older version and is as good as none. */
async function statesOf(name: string): Promise<readonly State[]> {
  const shelf = join(cacheFolder(), 'apt')
  const folders = await readdir(shelf).catch(() => [])
  return folders
    .filter(folder => folder.startsWith(`${name}-`))
    .map(folder => ({ root: join(shelf, folder), time: Number(folder.slice(name.length + 1)) }))
    .filter(({ root, time }) => Number.isFinite(time) && existsSync(join(root, packagesFile)))
    .sort((a, b) => b.time - a.time)
}

/** The lists of the last time go in first, so that apt fetches only what has changed. */
async function update(
  dir: string,
  suite: string,
  source: string,
  last: State | undefined,
  progress: Progress,
): Promise<void> {
  if (last !== undefined) await cp(join(last.root, 'state'), join(dir, 'state'), { recursive: true })
  for (const folder of ['etc', 'state/lists/partial', 'cache/archives/partial', 'log']) {
    await mkdir(join(dir, folder), { recursive: true })
  }
  await writeFile(join(dir, 'state/status'), '')
  await writeFile(join(dir, 'etc/apt.conf'), withoutHooks)
  await writeFile(join(dir, 'etc/debian.sources'), source)
  const text = `reading which packages ${suite} has`
  progress(text)
  await apt(dir, 'apt-get', ['update'], { suite, onLine: percent(progress, text) })
  await keepPackages(dir)
}

const sources = (suite: string, mirror: string, key: string): string => `Types: deb
URIs: ${mirror}
Suites: ${suite}
Components: main
Architectures: amd64
Targets: Packages
Signed-By: ${key}
`

/** Hooks of the system's apt work on the system's lists and caches, which are not ours to touch. */
const withoutHooks = ['Pre-Invoke', 'Post-Invoke', 'Post-Invoke-Success']
  .map(hook => `#clear APT::Update::${hook};\n`)
  .join('')

const options = (root: string): readonly string[] =>
  [
    `Dir::Etc::sourcelist=${root}/etc/debian.sources`,
    'Dir::Etc::sourceparts=/dev/null',
    'Dir::Etc::preferences=/dev/null',
    'Dir::Etc::preferencesparts=/dev/null',
    `Dir::State=${root}/state`,
    'Dir::State::lists=lists',
    `Dir::State::status=${root}/state/status`,
    `Dir::Cache=${root}/cache`,
    'Dir::Cache::archives=archives',
    'Dir::Cache::pkgcache=pkgcache.bin',
    'Dir::Cache::srcpkgcache=',
    `Dir::Log=${root}/log`,
    'APT::Architecture=amd64',
    'APT::Architectures=amd64',
    'APT::Default-Release=',
    'APT::Sandbox::User=root',
    'APT::Get::AllowUnauthenticated=false',
    'APT::Update::Error-Mode=any',
    'APT::Status-Fd=1',
    'Acquire::Languages=none',
    'Acquire::Check-Valid-Until=true',
    'Acquire::AllowInsecureRepositories=false',
    'Acquire::AllowWeakRepositories=false',
    'Acquire::AllowDowngradeToInsecureRepositories=false',
    'Acquire::Retries=1',
    'Acquire::http::Timeout=20',
    'Acquire::https::Timeout=20',
  ].flatMap(option => ['-o', option])

type AptOptions = { readonly cwd?: string; readonly onLine?: (line: string) => void; readonly suite?: string }

async function apt(
  root: string,
  command: 'apt-get' | 'apt-cache',
  args: readonly string[],
  { suite = '', ...execOptions }: AptOptions = {},
): Promise<Exit> {
  const exit = await exec(command, ['-qq', '-c', `${root}/etc/apt.conf`, ...options(root), ...args], {
    ...execOptions,
    env: proxySettings(),
  })
  if (exit.exitCode !== 0) throw aptError(exit, `${command} ${args.join(' ')}`, suite)
  return exit
}
