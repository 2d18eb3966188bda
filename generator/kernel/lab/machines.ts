import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type ArchName, archNames } from '../../shared/arch.js'
import { ToolError } from '../../shared/error.js'
import { packageFolder } from '../../shared/paths.js'
import type { Fragment } from '../build/config.js'

const machinesFolder = join(packageFolder, 'generator/kernel/lab/machines')

const suffix = '.config'

/** The architectures that a kernel can be built for here. */
const builtFor = async (): Promise<readonly ArchName[]> => {
  const files = await readdir(machinesFolder)
  return archNames.filter(name => files.includes(`${name}${suffix}`))
}

/** What QEMU's machine of an architecture needs of a kernel. Error: E_KERNEL where nobody has said it yet. */
export async function machineFragment(arch: ArchName): Promise<Fragment> {
  const known = await builtFor()
  if (!known.includes(arch))
    throw new ToolError(
      'E_KERNEL',
      `No kernel is built for ${arch} here, but for ${known.join(', ')}; build it elsewhere, and give its image.`,
    )
  const name = join(machinesFolder, `${arch}${suffix}`)
  return { name, text: await readFile(name, 'utf8') }
}
