import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ArchName, hostArch, shortRelease } from '../shared/arch.js'
import { cached, sha256, sha256File } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import type { Progress } from '../shared/progress.js'
import { aptDownload, aptPackages, aptState, kernelPackage, type Package } from './apt.js'
import { modulesFor } from './modules.js'
import type { DebianRef } from './ref.js'
import { entryFile, kernelTerms, readEntry, type Stored, type StoredKernel, shelf } from './store.js'
import { openDeb, takeKernel } from './unpack.js'
import { compareVersions, startsWithVersion } from './version.js'

/** A kernel that a suite offers: what `uname -r` will say, the packages' version, and the packages that hold its parts. */
type SuiteOffer = {
  readonly suite: string
  readonly arch: ArchName
  readonly release: string
  readonly version: string
  readonly packages: readonly Package[]
}

/** The kernels of a suite, newest first. Errors: those of apt. */
export async function offers(
  suite: string,
  progress: Progress,
  arch = hostArch,
): Promise<readonly SuiteOffer[]> {
  const root = await aptState(suite, progress, arch)
  return readOffers(suite, await aptPackages(root), arch)
}

/**
 * The newest kernel of a suite whose version starts with `prefix`, from the cache or downloaded; of those that the suite names and the mirror
 * does not have, the next older one, with a note. Errors: those of apt, E_KERNEL.
 */
export async function fetchDebian(wanted: DebianRef, progress: Progress): Promise<FetchedKernel> {
  const { suite, prefix, arch } = wanted
  const all = await offers(suite, progress, arch)
  const meant = all.filter(
    ({ release, version }) => startsWithVersion(release, prefix) || startsWithVersion(version, prefix),
  )
  const gone: ToolError[] = []
  const notes: string[] = []
  for (const offer of meant) {
    try {
      const dir = await cached(shelf, keyOf(offer), kernelTerms, out => download(offer, out, progress))
      return { stored: readEntry(dir), notes }
    } catch (error) {
      if (!(error instanceof ToolError) || error.code !== 'E_GONE') throw error
      gone.push(error)
      notes.push(`the mirror lacks ${offer.release}, which ${suite} names as newer`)
    }
  }
  throw gone[0] ?? noSuchVersion(wanted, all)
}

/** A kernel, and what its reader should know of how it was chosen. */
type FetchedKernel = { readonly stored: Stored; readonly notes: readonly string[] }

/** Packages into kernels: an image below this size is an empty shell that only depends on the package with the real one. */
export function readOffers(
  suite: string,
  packages: readonly Package[],
  arch = hostArch,
): readonly SuiteOffer[] {
  const real = packages.filter(({ bytes, name }) => bytes > 100_000 || !name.startsWith('linux-image-'))
  const releases = new Set(real.map(({ name }) => kernelPackage(arch).exec(name)?.[2]))
  return [...releases]
    .flatMap(release => (release === undefined ? [] : offerOf({ suite, arch, release }, real)))
    .sort((a, b) => compareVersions(b.version, a.version))
}

function offerOf(
  named: Pick<SuiteOffer, 'suite' | 'arch' | 'release'>,
  packages: readonly Package[],
): readonly SuiteOffer[] {
  const { release } = named
  const parts = ['image', 'binary', 'base', 'modules'].flatMap(part =>
    packages
      .filter(({ name }) => name === `linux-${part}-${release}`)
      .sort((a, b) => compareVersions(b.version, a.version))
      .slice(0, 1),
  )
  const image = parts.find(({ name }) => /^linux-(image|binary)-/.test(name))
  return image === undefined ? [] : [{ ...named, version: image.version, packages: parts }]
}

/** The same packages of a suite and the same choice of files give the same entry. */
const keyOf = ({ suite, arch, release, packages }: SuiteOffer): string =>
  `${release}-${sha256(JSON.stringify([suite, packages.map(part => part.sha256), modulesFor(arch)])).slice(0, 12)}`

async function download(offer: SuiteOffer, out: string, progress: Progress): Promise<void> {
  const root = await aptState(offer.suite, progress, offer.arch)
  const scratch = join(out, 'scratch')
  const archives = []
  for (const part of offer.packages) {
    archives.push(await openDeb(await aptDownload(root, part, join(scratch, part.name), progress)))
  }
  progress(`unpacking ${offer.release}`)
  const taken = await takeKernel(archives, scratch, out, offer.arch)
  if (taken === undefined) throw noImage(offer)
  await rm(scratch, { recursive: true })
  const entry: StoredKernel = {
    suite: offer.suite,
    arch: offer.arch,
    release: offer.release,
    version: offer.version,
    origin: originOf(offer),
    sha256: await sha256File(join(out, 'vmlinuz')),
    modules: [...taken.modules],
    config: taken.config,
  }
  await writeFile(join(out, entryFile), `${JSON.stringify(entry, null, 2)}\n`)
}

const originOf = ({ suite, arch, version, packages }: SuiteOffer): string =>
  `Debian ${suite}${arch === hostArch ? '' : ` of ${arch}`}, ${packages.map(({ name }) => name).join(' + ')}, version ${version}`

function noImage({ packages }: SuiteOffer): ToolError {
  return new ToolError(
    'E_KERNEL',
    `No kernel image is in ${packages.map(({ name }) => name).join(', ')}; choose another version (\`landlockstep kernels\`).`,
  )
}

function noSuchVersion({ suite, prefix, arch = hostArch }: DebianRef, all: readonly SuiteOffer[]): ToolError {
  const wanted = prefix === '' ? 'no kernel for cloud machines' : `no kernel of version ${prefix}`
  const have = all.map(({ release }) => shortRelease(release)).join(', ')
  return new ToolError(
    'E_KERNEL',
    `Debian ${suite} has ${wanted}${arch === hostArch ? '' : ` for ${arch}`}; it has ${have === '' ? 'none' : have}.`,
  )
}
