import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Arch, archOf, hostArch, ofKbuild } from '../../shared/arch.js'
import { ToolError } from '../../shared/error.js'

/** Where somebody else built a kernel: the folder as `$O` names it, the image there, and whether it is there. */
type BuiltImage = {
  readonly out: string
  readonly folder: string
  readonly image: string
  readonly isThere: boolean
}

/** What `$O` names from a tree, for the architecture that `$ARCH` names, as `make O=…` takes both. Error: E_USAGE for one that no guest may have. */
export function builtImage(tree: string): BuiltImage | undefined {
  const { ARCH: named = '', O: out = '' } = process.env
  const { image } = named === '' ? archOf(hostArch) : meant(named)
  if (out === '') return undefined
  const folder = resolve(tree, out)
  const path = join(folder, image.path)
  return { out, folder, image: path, isThere: existsSync(path) }
}

function meant(named: string): Arch {
  const arch = ofKbuild(named)
  if (arch !== undefined) return arch
  throw new ToolError(
    'E_USAGE',
    `ARCH=${named}: no guest may have such a kernel; unset ARCH, or set it to x86_64, arm64 or s390.`,
  )
}
