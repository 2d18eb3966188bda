import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { notWritten, type Spec } from '../../specs/spec.js'
import { ToolError } from '../shared/error.js'
import { codeFolder, specPlace, specsFolder } from '../shared/paths.js'
import { lawOfCase } from './case-law.js'
import { readCase } from './codec.js'
import type { RegressionCase } from './suite.js'

const namesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder).catch(() => [])).sort()

/** The folders that hold laws: kept cases, which run first, what is merged, each design, and the scenarios. */
async function lawFolders(specs: string): Promise<readonly string[]> {
  const designs = await namesIn(`${specs}/designs`)
  return ['cases', 'laws', ...designs.map(design => `designs/${design}/laws`), 'scenarios']
}

/** The files of the laws, relative to the specs: folder by folder, and sorted in each. A kept case is JSON, every other law TypeScript. */
export async function lawFiles(specs: string): Promise<readonly string[]> {
  const folders = await lawFolders(specs)
  const files = folders.map(async folder =>
    (await namesIn(`${specs}/${folder}`))
      .filter(name => name.endsWith(folder === 'cases' ? '.json' : '.ts'))
      .map(name => `${folder}/${name}`),
  )
  return (await Promise.all(files)).flat()
}

/** A law is called as its file. */
export const lawName = (file: string): string => basename(file).replace(/\.(json|ts)$/, '')

/** Whether a file of the laws is a kept case. */
export const isCase = (file: string): boolean => file.endsWith('.json')

/** Reads a kept case of the specs. Error: E_CASE, which names the file and what is wrong in it. */
export async function loadCase(specs: string, file: string): Promise<RegressionCase> {
  const kept = readCase(await readFile(`${specs}/${file}`, 'utf8'), specPlace(file))
  if (/^[a-z][a-z\d-]*$/.test(lawName(file))) return kept
  throw new ToolError(
    'E_CASE',
    `${specPlace(file)} cannot be called so: use small letters, digits and dashes.`,
  )
}

/** Loads the one `Spec` of each file; what a file exports is the catalogue's to check. Error: E_LAW for one that cannot be loaded, or is not written yet. */
async function load(specs: string, files: readonly string[]): Promise<readonly Spec[]> {
  const modules = await Promise.all(files.map(async file => loadFile(specs, file)))
  return modules.flatMap((exports: Record<string, Spec>, index) => {
    const file = files[index] ?? ''
    const own = Object.values(exports).filter(({ name }) => name === lawName(file))
    if (own.some(({ holds }) => holds === notWritten)) throw unwritten(file)
    return own
  })
}

const unwritten = (file: string): ToolError =>
  new ToolError(
    'E_LAW',
    `${specPlace(file)} is not written yet, so there is no verdict: say in its holds() what must hold of every trace, and take notWritten out.`,
  )

/** The laws of the package are loaded as what runs, which may be what was compiled from them. */
const moduleOf = (specs: string, file: string): string =>
  specs === specsFolder ? join(codeFolder, 'specs', file.replace(/ts$/, runs)) : join(specs, file)

const runs = import.meta.url.endsWith('.ts') ? 'ts' : 'js'

const loadFile = (specs: string, file: string) =>
  import(pathToFileURL(moduleOf(specs, file)).href).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new ToolError('E_LAW', `${specPlace(file)} cannot be loaded: correct it, or remove it.`, {
      output: why,
      cause,
    })
  })

/** Every law, in the order of `lawFiles`. Errors: E_LAW, E_CASE. */
export async function loadLaws(specs = specsFolder): Promise<readonly Spec[]> {
  const files = await lawFiles(specs)
  const laws = await load(
    specs,
    files.filter(file => !isCase(file)),
  )
  const cases = files
    .filter(isCase)
    .map(async file => lawOfCase(lawName(file), await loadCase(specs, file), laws))
  return [...(await Promise.all(cases)), ...laws]
}

/** The scenarios alone, which is faster. */
export const loadScenarios = async (specs = specsFolder): Promise<readonly Spec[]> =>
  load(
    specs,
    (await lawFiles(specs)).filter(file => file.startsWith('scenarios/')),
  )
