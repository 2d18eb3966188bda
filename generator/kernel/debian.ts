import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cached, sha256, sha256File } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import type { Progress } from '../shared/progress.js'
import { aptDownload, aptPackages, aptState, kernelPackage, type Package } from './apt.js'
import { wantedModules } from './modules.js'
import { entryFile, kernelTerms, readEntry, type Stored, type StoredKernel, shelf } from './store.js'
import { openDeb, takeKernel } from './unpack.js'
import { compareVersions, startsWithVersion } from './version.js'

/** A kernel that a suite offers: what `uname -r` will say, the packages' version, and the packages that hold its parts. */
type SuiteOffer = {
  readonly suite: string
  readonly release: string
  readonly version: string
  readonly packages: readonly Package[]
}

/** The kernels of a suite, newest first. Errors: those of apt. */
export async function offers(suite: string, progress: Progress): Promise<readonly SuiteOffer[]> {
  const root = await aptState(suite, progress)
  return readOffers(suite, await aptPackages(root))
}

/** The newest kernel of a suite whose version starts with `prefix`, from the cache or downloaded. Errors: those of apt, E_KERNEL. */
export async function fetchDebian(suite: string, prefix: string, progress: Progress): Promise<Stored> {
  const all = await offers(suite, progress)
  const offer = all.find(
    ({ release, version }) => startsWithVersion(release, prefix) || startsWithVersion(version, prefix),
  )
  if (offer === undefined) throw noSuchVersion(suite, prefix, all)
  return readEntry(await cached(shelf, keyOf(offer), kernelTerms, dir => download(offer, dir, progress)))
}

/** Packages into kernels: an image below this size is an empty shell that only depends on the package with the real one. */
export function readOffers(suite: string, packages: readonly Package[]): readonly SuiteOffer[] {
  const real = packages.filter(({ bytes, name }) => bytes > 100_000 || !name.startsWith('linux-image-'))
  const releases = new Set(real.map(({ name }) => kernelPackage.exec(name)?.[2]))
  return [...releases]
    .flatMap(release => (release === undefined ? [] : offerOf(suite, release, real)))
    .sort((a, b) => compareVersions(b.version, a.version))
}

function offerOf(suite: string, release: string, packages: readonly Package[]): readonly SuiteOffer[] {
  const parts = ['image', 'binary', 'base', 'modules'].flatMap(part =>
    packages
      .filter(({ name }) => name === `linux-${part}-${release}`)
      .sort((a, b) => compareVersions(b.version, a.version))
      .slice(0, 1),
  )
  const image = parts.find(({ name }) => /^linux-(image|binary)-/.test(name))
  return image === undefined ? [] : [{ suite, release, version: image.version, packages: parts }]
}

/** The same packages of a suite and the same choice of files give the same entry. */
const keyOf = ({ suite, release, packages }: SuiteOffer): string =>
  `${release}-${sha256(JSON.stringify([suite, packages.map(part => part.sha256), wantedModules])).slice(0, 12)}`

async function download(offer: SuiteOffer, out: string, progress: Progress): Promise<void> {
  const root = await aptState(offer.suite, progress)
  const scratch = join(out, 'scratch')
  const archives = []
  for (const part of offer.packages) {
    archives.push(await openDeb(await aptDownload(root, part, join(scratch, part.name), progress)))
  }
  progress(`unpacking ${offer.release}`)
  const taken = await takeKernel(archives, scratch, out)
  if (taken === undefined) throw noImage(offer)
  await rm(scratch, { recursive: true })
  const entry: StoredKernel = {
    suite: offer.suite,
    release: offer.release,
    version: offer.version,
    origin: originOf(offer),
    sha256: await sha256File(join(out, 'vmlinuz')),
    modules: [...taken.modules],
    config: taken.config,
  }
  await writeFile(join(out, entryFile), `${JSON.stringify(entry, null, 2)}\n`)
}

const originOf = ({ suite, version, packages }: SuiteOffer): string =>
  `Debian ${suite}, ${packages.map(({ name }) => name).join(' + ')}, version ${version}`

function noImage({ packages }: SuiteOffer): ToolError {
  return new ToolError(
    'E_KERNEL',
    `No kernel image is in ${packages.map(({ name }) => name).join(', ')}; choose another version (\`landlockstep kernels\`).`,
  )
}

function noSuchVersion(suite: string, prefix: string, all: readonly SuiteOffer[]): ToolError {
  const wanted = prefix === '' ? 'no kernel for cloud machines' : `no kernel of version ${prefix}`
  const have = all.map(({ release }) => release.replace('-cloud-amd64', '')).join(', ')
  return new ToolError('E_KERNEL', `Debian ${suite} has ${wanted}; it has ${have === '' ? 'none' : have}.`)
}
