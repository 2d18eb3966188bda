import { release } from 'node:os'
import { atArch, shortRelease } from '../shared/arch.js'
import { ToolError } from '../shared/error.js'
import type { Progress } from '../shared/progress.js'
import { offers } from './debian.js'
import { listLabs } from './lab/list.js'
import { type Stored, storedKernels } from './store.js'
import { compareVersions, series } from './version.js'

/** A kernel that could be run: `abi` is what its version brings, or null where only a guest can tell. */
export type KnownKernel = {
  readonly ref: string
  readonly version: string
  readonly abi: number | null
  readonly where: string
  readonly cached: boolean
}

const suites = ['trixie-backports', 'trixie', 'bookworm'] as const

/** The newest kernel of each series in each suite, the lab kernels, other cached ones, and the running one; a suite out of reach is left out with a note. */
export async function knownKernels(progress: Progress): Promise<readonly KnownKernel[]> {
  const stored = await storedKernels()
  const listed: KnownKernel[] = []
  for (const suite of suites) listed.push(...(await knownOfSuite(suite, stored, progress)))
  listed.push(...(await knownLabs(progress)))
  const versions = new Set(listed.map(({ version }) => version))
  const others = stored.filter(({ entry }) => !versions.has(entry.release)).map(fromStored)
  return [...listed, ...others, fromRunning()]
}

async function knownOfSuite(
  suite: string,
  stored: readonly Stored[],
  progress: Progress,
): Promise<readonly KnownKernel[]> {
  try {
    const all = await offers(suite, progress)
    const newest = all.filter((offer, index) => index === firstOfSeries(all, offer.release))
    return newest.map(offer => ({
      ref: `debian:${suite}/${series(offer.release)}`,
      version: offer.release,
      abi: abiOf(offer.release),
      where: `Debian ${suite}`,
      cached: stored.some(({ entry }) => entry.suite === suite && entry.release === offer.release),
    }))
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    progress(`${suite} is left out: ${error.message}`)
    return []
  }
}

/** Without a source, as without a suite, there is nothing to list. */
async function knownLabs(progress: Progress): Promise<readonly KnownKernel[]> {
  try {
    const labs = await listLabs(progress)
    return labs.map(lab => ({ ...lab, abi: abiOf(lab.version) }))
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    progress(`the lab kernels are left out: ${error.message}`)
    return []
  }
}

const firstOfSeries = (all: readonly { readonly release: string }[], wanted: string): number =>
  all.findIndex(({ release }) => series(release) === series(wanted))

const fromStored = ({ entry }: Stored): KnownKernel => ({
  ref: `debian:${entry.suite}/${shortRelease(entry.release)}${atArch(entry.arch)}`,
  version: entry.release,
  abi: abiOf(entry.release),
  where: `Debian ${entry.suite}`,
  cached: true,
})

const fromRunning = (): KnownKernel => ({
  ref: 'native',
  version: release(),
  abi: null,
  where: 'the kernel that runs now, without QEMU',
  cached: true,
})

/** The first Linux of each ABI. */
const firstOfAbi = [
  ['7.3', 11],
  ['7.2', 10],
  ['7.1', 9],
  ['7.0', 8],
  ['6.15', 7],
  ['6.12', 6],
  ['6.10', 5],
  ['6.7', 4],
  ['6.2', 3],
  ['5.19', 2],
  ['5.13', 1],
] as const

function abiOf(version: string): number | null {
  const newest = firstOfAbi[0][0]
  if (compareVersions(series(version), newest) > 0) return null
  return firstOfAbi.find(([first]) => compareVersions(series(version), first) >= 0)?.[1] ?? null
}
