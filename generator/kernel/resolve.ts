import { existsSync } from 'node:fs'
import { release } from 'node:os'
import { ToolError } from '../shared/error.js'
import type { Progress } from '../shared/progress.js'
import { isOutOfReach } from './apt-output.js'
import { fetchDebian, offers } from './debian.js'
import { fileKernel } from './file.js'
import { labKernel } from './lab/kernel.js'
import { type DebianRef, parseRef } from './ref.js'
import { asKernel, findStored, type ImageKernel, type Kernel, type NativeKernel } from './store.js'
import { treeKernel } from './tree/kernel.js'

export { type KnownKernel, knownKernels } from './known.js'
export {
  type ImageKernel,
  imageOf,
  type Kernel,
  type NativeKernel,
  programsOf,
  sha256Of,
  symbolsFile,
} from './store.js'

const preferred = 'trixie-backports'
const steady = 'trixie'

/**
 * Finds, downloads or builds the kernel that a REF names; without a network a cached one does, with a note.
 * `beforeBuild` makes sure that there is what a lab kernel is built with.
 * Errors: E_USAGE, E_KERNEL, E_NETWORK, E_SIGNATURE, E_NOT_DEBIAN, E_DISK, and those of a build (E_DESIGN, E_PATCH, E_TREE, E_GIT, E_CONFIG, E_BUILD).
 */
export async function resolveKernel(
  ref: string,
  progress: Progress,
  beforeBuild = async (): Promise<void> => {},
): Promise<Kernel> {
  const parsed = parseRef(ref)
  switch (parsed.kind) {
    case 'native':
      return nativeKernel()
    case 'lab':
      return labKernel(ref, parsed, progress, beforeBuild)
    case 'tree':
      return treeKernel(ref, parsed, progress, beforeBuild)
    case 'file':
      return fileKernel(ref, parsed.path)
    case 'debian':
      return fetchOrStored(ref, parsed, progress)
  }
}

/** The newest of trixie-backports, else of trixie. Errors: those of apt. */
export async function defaultRef(progress: Progress = () => {}): Promise<string> {
  try {
    const newest = await offers(preferred, progress)
    return `debian:${newest.length > 0 ? preferred : steady}`
  } catch (error) {
    if (error instanceof ToolError && error.code === 'E_KERNEL') return `debian:${steady}`
    const found = (await findStored(preferred, '')) ?? (await findStored(steady, ''))
    if (found === undefined || !isOutOfReach(error)) throw error
    return `debian:${found.entry.suite}`
  }
}

async function fetchOrStored(ref: string, wanted: DebianRef, progress: Progress): Promise<ImageKernel> {
  const programs = wanted.programs === undefined ? {} : { programs: wanted.programs }
  try {
    const { stored, notes } = await fetchDebian(wanted, progress)
    return { ...asKernel(ref, stored), ...programs, ...(notes.length === 0 ? {} : { notes }) }
  } catch (error) {
    const found = isOutOfReach(error) ? await findStored(wanted.suite, wanted.prefix, wanted.arch) : undefined
    if (found === undefined) throw error
    progress(`the mirror is out of reach, so the cached ${found.entry.release} is used`)
    return { ...asKernel(ref, found), ...programs }
  }
}

function nativeKernel(): NativeKernel {
  const config = `/boot/config-${release()}`
  return {
    kind: 'native',
    ref: 'native',
    config: existsSync(config) ? config : null,
    origin: `the running kernel, Linux ${release()}`,
  }
}
