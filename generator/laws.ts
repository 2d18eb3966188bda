import { readdir } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Spec } from '../specs/spec.js'

/** Where the laws of the package stand. */
export const lawsFolder = fileURLToPath(new URL('../specs/laws/', import.meta.url))

/** The file names of the laws, sorted. */
export const lawFiles = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder)).filter(name => name.endsWith('.ts')).sort()

/** Loads the one `Spec` of each law file, in the order of their names; what a file exports is the catalogue's to check. */
export async function loadLaws(folder = lawsFolder): Promise<readonly Spec[]> {
  const files = await lawFiles(folder)
  const modules = await Promise.all(files.map(async file => import(pathToFileURL(`${folder}/${file}`).href)))
  return modules.flatMap((exports: Record<string, Spec>, index) =>
    Object.values(exports).filter(({ name }) => name === basename(files[index] ?? '', '.ts')),
  )
}
