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
  const { O: out = '' } = process.env
  const { image } = archInEnvironment()
  if (out === '') return undefined
  const folder = resolve(tree, out)
  const path = join(folder, image.path)
  return { out, folder, image: path, isThere: existsSync(path) }
}

/** Error: E_USAGE where `$ARCH` names another architecture than this machine's, which a build that nobody asked for would leave unlooked at. */
export function checkArchInEnvironment(): void {
  const { name } = archInEnvironment()
  if (name === hostArch) return
  throw new ToolError(
    'E_USAGE',
    `ARCH=${process.env.ARCH}, and nothing that was built for it is taken here: say that a kernel is to be built for ${name}, by ,arch=${name} behind a tree or by --arch ${name}, or unset ARCH.`,
  )
}

function archInEnvironment(): Arch {
  const { ARCH: named = '' } = process.env
  const arch = named === '' ? archOf(hostArch) : ofKbuild(named)
  if (arch !== undefined) return arch
  throw new ToolError(
    'E_USAGE',
    `ARCH=${named}: no guest may have such a kernel; unset ARCH, or set it to x86_64, arm64 or s390.`,
  )
}
