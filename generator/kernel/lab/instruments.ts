import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ToolError } from '../../shared/error.js'
import { packageFolder } from '../../shared/paths.js'
import type { Recipe } from './designs.js'

const instrumentsFolder = join(packageFolder, 'generator/kernel/lab/instruments')

/** What a lab kernel can be watched with, sorted: each is a folder with fragments of a configuration, and patches that every version takes. */
export const labInstruments = async (folder = instrumentsFolder): Promise<readonly string[]> =>
  (await readdir(folder)).sort()

/** What instruments add to the recipe of a lab kernel. Error: E_INSTRUMENT for one that is not known. */
export async function instrumentRecipe(
  instruments: readonly string[],
  folder = instrumentsFolder,
): Promise<Recipe> {
  const known = await labInstruments(folder)
  const unknown = instruments.find(name => !known.includes(name))
  if (unknown !== undefined)
    throw new ToolError('E_INSTRUMENT', `No instrument is called ${unknown}; there are ${known.join(', ')}.`)
  const files = (await Promise.all(instruments.map(name => filesIn(join(folder, name))))).flat()
  return {
    patches: files.filter(({ name }) => name.endsWith('.patch')),
    fragments: files.filter(({ name }) => name.endsWith('.config')),
  }
}

async function filesIn(place: string) {
  const names = (await readdir(place)).sort()
  return Promise.all(
    names.map(async name => ({
      name: join(place, name),
      text: await readFile(join(place, name), 'utf8'),
    })),
  )
}
