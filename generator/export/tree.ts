import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { abiOf } from '../kernel/uapi/abi.js'
import { ToolError } from '../shared/error.js'

/** Where a kernel tree has its tests of Landlock, which is where ours go. */
export const testsFolder = 'tools/testing/selftests/landlock'

const header = 'include/uapi/linux/landlock.h'

/** What the tests of a tree stand on. */
const needed = [header, `${testsFolder}/common.h`, 'tools/testing/selftests/kselftest_harness.h'] as const

/** The ABI of a kernel tree, by what its landlock.h has. Error: E_USAGE for a folder that is no tree, or one without tests of Landlock. */
export async function abiOfTree(tree: string): Promise<number> {
  const missing = needed.find(path => !existsSync(join(tree, path)))
  if (missing !== undefined)
    throw new ToolError(
      'E_USAGE',
      `${tree} is no kernel tree with tests of Landlock: there is no ${missing} in it; name the top of one.`,
    )
  const text = await readFile(join(tree, header), 'utf8')
  const said = new Set(text.match(/\bLANDLOCK_\w+/g))
  // Trees of stable kernels have the question for errata, which came with a later ABI, and nothing else of that.
  const abis = [...abiOf].flatMap(([name, abi]) =>
    said.has(`LANDLOCK_${name}`) && name !== 'CREATE_RULESET_ERRATA' ? [abi] : [],
  )
  return Math.max(0, ...abis)
}
