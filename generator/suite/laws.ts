import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Spec } from '../../specs/spec.js'
import { ToolError } from '../shared/error.js'
import { codeFolder, packageFolder } from '../shared/paths.js'

/** Where the specs of the package stand. */
export const specsFolder = join(packageFolder, 'specs/')

const namesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder).catch(() => [])).sort()

/** The folders that hold laws: kept cases, which run first, what is merged, each design, and the scenarios. */
async function lawFolders(specs: string): Promise<readonly string[]> {
  const designs = await namesIn(`${specs}/designs`)
  return ['cases', 'laws', ...designs.map(design => `designs/${design}/laws`), 'scenarios']
}

/** The files of the laws, relative to the specs: folder by folder, and sorted in each. */
export async function lawFiles(specs: string): Promise<readonly string[]> {
  const folders = await lawFolders(specs)
  const files = folders.map(async folder =>
    (await namesIn(`${specs}/${folder}`))
      .filter(name => name.endsWith('.ts'))
      .map(name => `${folder}/${name}`),
  )
  return (await Promise.all(files)).flat()
}

/** Loads the one `Spec` of each file; what a file exports is the catalogue's to check. Error: E_LAW for one that cannot be loaded. */
async function load(specs: string, files: readonly string[]): Promise<readonly Spec[]> {
  const modules = await Promise.all(files.map(async file => loadFile(specs, file)))
  return modules.flatMap((exports: Record<string, Spec>, index) =>
    Object.values(exports).filter(({ name }) => name === basename(files[index] ?? '', '.ts')),
  )
}

/** The laws of the package are loaded as what runs, which may be what was compiled from them. */
const moduleOf = (specs: string, file: string): string =>
  specs === specsFolder ? join(codeFolder, 'specs', file.replace(/ts$/, runs)) : join(specs, file)

const runs = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

const loadFile = (specs: string, file: string) =>
  import(pathToFileURL(moduleOf(specs, file)).href).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ToolError('E_LAW', `specs/${file} cannot be loaded: correct it, or remove it.`, {
      output: why,
      cause,
    })
  })

/** Every law, in the order of `lawFiles`. */
export const loadLaws = async (specs = specsFolder): Promise<readonly Spec[]> =>
  load(specs, await lawFiles(specs))

/** The scenarios alone, which is faster. */
export const loadScenarios = async (specs = specsFolder): Promise<readonly Spec[]> =>
  load(
    specs,
    (await lawFiles(specs)).filter(file => file.startsWith('scenarios/')),
  )
