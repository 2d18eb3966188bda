import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { cached, keptEntries, sha256, type Terms } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'
import { readJson } from '../shared/json.js'
import type { Progress } from '../shared/progress.js'
import { aptDownload, aptFind, aptState, type Package } from './apt.js'
import { isOutOfReach } from './apt-output.js'
import { findSource } from './lab/source.js'
import { checkUnpacked, extract, openDeb } from './unpack.js'
import { compareVersions } from './version.js'

/** What documents are taken out of, by what their packages are called; man pages are packed one by one. */
type DocumentPackage = 'linux-source' | 'manpages' | 'manpages-dev'

/** A document: the package that has it, and its path in there (`Documentation/…`, `man2/…`). */
type DocumentPlace = { readonly package: DocumentPackage; readonly path: string }

/** Documents as they were found: each text by its path, and which packages they come from. */
type Documents = { readonly texts: ReadonlyMap<string, string>; readonly origins: readonly string[] }

/** A package of a Debian suite. */
type Found = Package & { readonly suite: string }

const shelf = 'documents'
const originsFile = 'origins.json'

/** Two documents are called landlock.rst. */
const nameOf = (path: string): string => `${basename(path)}.${sha256(path).slice(0, 6)}`

const termsFor = (locations: readonly DocumentPlace[]): Terms => ({
  needs: Object.fromEntries(
    [originsFile, ...locations.map(({ path }) => nameOf(path))].map(name => [name, 'file']),
  ),
})

/** Man pages are not backported, so they come from the newest release. */
const manSuite = 'trixie'

/**
 * The newest documents that Debian has, downloaded or from the cache; without a network those of the last time.
 * Errors: those of apt, E_KERNEL for a package without them.
 */
export async function fetchDocuments(
  locations: readonly DocumentPlace[],
  progress: Progress,
): Promise<Documents> {
  const folder = await newestFolder(locations, progress)
  const texts = await Promise.all(
    locations.map(async ({ path }) => [path, await readFile(join(folder, nameOf(path)), 'utf8')] as const),
  )
  const origins = readJson(
    z.array(z.string()),
    await readFile(join(folder, originsFile), 'utf8'),
    originsFile,
  )
  return { texts: new Map(texts), origins }
}

async function newestFolder(locations: readonly DocumentPlace[], progress: Progress): Promise<string> {
  const terms = termsFor(locations)
  try {
    const packages = await findPackages(progress)
    const hash = sha256(JSON.stringify([packages.map(one => one.sha256), locations])).slice(0, 12)
    return await cached(shelf, `${packages[0].version}-${hash}`, terms, dir =>
      take(packages, locations, dir, progress),
    )
  } catch (error) {
    const kept = isOutOfReach(error) ? await newestKept(terms) : undefined
    if (kept === undefined) throw error
    progress('the mirror is out of reach, so cached documents are read')
    return kept
  }
}

/** Entries are called by the version of the source. */
const newestKept = async (terms: Terms): Promise<string | undefined> =>
  (await keptEntries(shelf, terms)).toSorted((one, other) =>
    compareVersions(basename(other), basename(one)),
  )[0]

async function findPackages(progress: Progress): Promise<readonly [Found, ...Found[]]> {
  const source = await findSource('', progress)
  const root = await aptState(manSuite, progress)
  const pages = await aptFind(root, 'manpages', /^manpages(-dev)?$/)
  const newest = (name: DocumentPackage): readonly Found[] =>
    pages
      .filter(one => one.name === name)
      .toSorted((one, other) => compareVersions(other.version, one.version))
      .slice(0, 1)
      .map(one => ({ ...one, suite: manSuite }))
  return [source, ...newest('manpages'), ...newest('manpages-dev')]
}

const isOf = ({ name }: Found, wanted: DocumentPackage): boolean =>
  wanted === 'linux-source' ? name.startsWith(wanted) : name === wanted

async function take(
  packages: readonly Found[],
  locations: readonly DocumentPlace[],
  dir: string,
  progress: Progress,
): Promise<void> {
  const scratch = join(dir, 'scratch')
  for (const one of packages) {
    const paths = locations.filter(place => isOf(one, place.package)).map(({ path }) => path)
    if (paths.length === 0) continue
    const deb = await aptDownload(await aptState(one.suite, progress), one, join(scratch, one.name), progress)
    progress(`unpacking documents of ${one.name}`)
    if (isOf(one, 'linux-source')) await takeFromSource(deb, paths, dir)
    else await takePages(deb, paths, dir)
  }
  await rm(scratch, { recursive: true, force: true })
  const origins = packages.map(({ name, version, suite }) => `${name} ${version} of Debian ${suite}`)
  await writeFile(join(dir, originsFile), `${JSON.stringify(origins, null, 2)}\n`)
}

async function takeFromSource(deb: string, paths: readonly string[], dir: string): Promise<void> {
  const archive = await openDeb(deb)
  const member = archive.members.find(name => name.endsWith('.tar.xz'))
  if (member === undefined) throw lacking(deb, 'the source')
  const tar = join(dirname(deb), 'source.tar.xz')
  await extract(archive, member, tar)
  const source = join(dirname(deb), 'source')
  await mkdir(source)
  const members = paths.map(path => `*/${path}`)
  const options = ['--strip-components=1', '--no-same-owner', '--wildcards', '--no-wildcards-match-slash']
  const { exitCode, stderr } = await exec('tar', ['-xJf', tar, '-C', source, ...options, '--', ...members])
  if (exitCode !== 0) throw lacking(deb, paths.join(', '), stderr)
  checkUnpacked(source, `The package ${basename(deb)}`)
  for (const path of paths) await put(dir, path, await readFile(join(source, path), 'utf8'))
}

async function takePages(deb: string, paths: readonly string[], dir: string): Promise<void> {
  const archive = await openDeb(deb)
  for (const path of paths) {
    const packed = join(dirname(deb), `${basename(path)}.gz`)
    await extract(archive, `./usr/share/man/${path}.gz`, packed)
    await put(dir, path, gunzipSync(await readFile(packed)).toString())
  }
}

const put = (dir: string, path: string, text: string): Promise<void> =>
  writeFile(join(dir, nameOf(path)), text)

const lacking = (deb: string, what: string, output = ''): ToolError =>
  new ToolError('E_KERNEL', `${basename(deb)} does not have ${what}; try again.`, { output })
