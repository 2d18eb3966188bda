import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { hostArch } from '../../shared/arch.js'
import { ToolError } from '../../shared/error.js'
import { notTaken } from '../build/config.js'
import { fileKernel } from '../file.js'
import { recipeOf } from '../lab/designs.js'
import { machineFragment } from '../lab/machines.js'
import type { ImageKernel } from '../store.js'
import { series } from '../version.js'
import { aheadIn, aheadNotes, headerPath, syscallsPath } from './ahead.js'
import { lacksOf } from './needs.js'

/** What somebody built of a tree already: `$O`, from the tree, as `make O=…` takes it. Error: E_USAGE for an architecture that is not ours. */
export async function finishedKernel(ref: string, path: string): Promise<ImageKernel | undefined> {
  const { ARCH: arch = '', O: folder = '' } = process.env
  if (arch !== '' && arch !== 'x86' && arch !== 'x86_64')
    throw new ToolError('E_USAGE', `ARCH=${arch}: guests are x86-64; unset ARCH, or set it to x86_64.`)
  if (folder === '') return undefined
  const image = join(resolve(path, folder), 'arch/x86/boot/bzImage')
  if (!existsSync(image)) return undefined
  const read = (file: string): Promise<string> => readFile(join(path, file), 'utf8').catch(() => '')
  const ahead = aheadIn(await read(headerPath), await read(syscallsPath))
  const kernel = await fileKernel(ref, image)
  const notes = [
    `it was built by somebody else, in O=${folder}, and is taken as it is`,
    ...(await lacksIn(kernel)),
    ...aheadNotes(ahead),
  ]
  return { ...kernel, notes, ahead }
}

/** What programs cannot be run on it, by its configuration where that is known. Error: E_CONFIG for one that cannot run at all. */
async function lacksIn({ config, origin }: ImageKernel): Promise<readonly string[]> {
  if (config === null) return []
  const recipe = await recipeOf(series(/Linux (\d+\.\d+)/.exec(origin)?.[1] ?? ''), [])
  const fragments = [...recipe.fragments, await machineFragment(hostArch)]
  return lacksOf(origin, notTaken(await readFile(config, 'utf8'), fragments, origin))
}
