import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hostArch } from '../../shared/arch.js'
import { notTaken } from '../build/config.js'
import { fileKernel } from '../file.js'
import { recipeOf } from '../lab/designs.js'
import { machineFragment } from '../lab/machines.js'
import type { ImageKernel } from '../store.js'
import { series } from '../version.js'
import { aheadIn, aheadNotes, headerPath, syscallsPath } from './ahead.js'
import { builtImage } from './built-image.js'
import { lacksOf } from './needs.js'

/** What somebody built of a tree already, if it is there. Error: E_USAGE for an architecture that no guest may have. */
export async function finishedKernel(ref: string, path: string): Promise<ImageKernel | undefined> {
  const built = builtImage(path)
  if (built === undefined || !built.isThere) return undefined
  const read = (file: string): Promise<string> => readFile(join(path, file), 'utf8').catch(() => '')
  const ahead = aheadIn(await read(headerPath), await read(syscallsPath))
  const kernel = await fileKernel(ref, built.image)
  const notes = [
    `it was built by somebody else, in O=${built.out}, and is taken as it is`,
    ...(await lacksIn(kernel)),
    ...aheadNotes(ahead),
  ]
  return { ...kernel, notes, ahead }
}

/** What programs cannot be run on it, by its configuration where that is known. Error: E_CONFIG for one that cannot run at all. */
async function lacksIn({ config, origin, arch = hostArch }: ImageKernel): Promise<readonly string[]> {
  if (config === null) return []
  const recipe = await recipeOf(series(/Linux (\d+\.\d+)/.exec(origin)?.[1] ?? ''), [])
  const fragments = [...recipe.fragments, await machineFragment(arch)]
  return lacksOf(origin, notTaken(await readFile(config, 'utf8'), fragments, origin))
}
