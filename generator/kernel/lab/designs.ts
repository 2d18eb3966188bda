import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Choices } from '../../../specs/designs/decisions.js'
import { ToolError } from '../../shared/error.js'
import { packageFolder, specsFolder } from '../../shared/paths.js'
import type { Fragment } from '../build/config.js'
import { compareVersions } from '../version.js'
import type { Patch } from './patch.js'

const designsFolder = join(specsFolder, 'designs')
const ownFolder = join(packageFolder, 'generator/kernel/lab')

/** What makes a lab kernel out of a source: patches in the order in which they are applied, and fragments of a configuration. */
export type Recipe = { readonly patches: readonly Patch[]; readonly fragments: readonly Fragment[] }

/** A design that brings code for a kernel, and the versions that it has a patch for. */
type LabDesign = { readonly name: string; readonly bases: readonly string[] }

/** The designs that bring code for a kernel, sorted. */
export async function labDesigns(folder = designsFolder): Promise<readonly LabDesign[]> {
  const names = (await list(folder)).filter(name => name !== 'kernel')
  const all = names.map(async name => ({ name, bases: await basesIn(join(folder, name, 'kernel')) }))
  return (await Promise.all(all)).filter(({ bases }) => bases.length > 0)
}

/**
 * The recipe of a lab kernel. What all designs share, in `specs/designs/kernel/`, comes first and once, then each design in turn.
 * Error: E_DESIGN for a design that is not known, or has no patch for this base.
 */
export async function recipeOf(
  base: string,
  designs: readonly string[],
  folder = designsFolder,
): Promise<Recipe> {
  await checkKnown(designs, folder)
  const shared = designs.length === 0 ? [] : [join(folder, 'kernel')]
  const own = designs.map(name => join(folder, name, 'kernel'))
  const patches: Patch[] = []
  for (const place of shared) patches.push(...(await patchIn(place, base)))
  for (const [index, place] of own.entries()) {
    const found = await patchIn(place, base)
    if (found.length === 0) throw noPatch(designs[index] ?? '', base, await basesIn(place))
    patches.push(...found)
  }
  const fragments = await Promise.all([ownFolder, ...shared, ...own].map(place => fragmentsIn(place, base)))
  return { patches, fragments: fragments.flat() }
}

/** What makes the kernel code of a design that of other choices than the usual ones: a symbol for each. */
export const choiceFragments = (choices: Choices): readonly Fragment[] =>
  Object.entries(choices).map(([name, choice]) => ({
    name: `${name}=${choice}`,
    text: `CONFIG_SECURITY_LANDLOCK_SOCKET_${`${name}_${choice}`.toUpperCase()}=y\n`,
  }))

async function checkKnown(designs: readonly string[], folder: string): Promise<void> {
  const known = (await labDesigns(folder)).map(({ name }) => name)
  const unknown = designs.find(name => !known.includes(name))
  if (unknown === undefined) return
  const there = known.length === 0 ? 'there is none' : `there are ${known.join(', ')}`
  throw new ToolError('E_DESIGN', `No design with code for a kernel is called ${unknown}; ${there}.`)
}

const noPatch = (name: string, base: string, have: readonly string[]): ToolError =>
  new ToolError(
    'E_DESIGN',
    `The design ${name} has no patch for Linux ${base}, only for ${have.join(' and ')}; name the version, as in lab/${have.at(-1)}:${name}.`,
  )

async function patchIn(place: string, base: string): Promise<readonly Patch[]> {
  const file = (await list(place)).find(name => name === `${base}.patch`)
  return file === undefined ? [] : [await read(place, file)]
}

/** Of the fragments that are called like a version, `7.3.config`, one counts: the newest that is not newer than the source, and for one that is older than all the oldest. */
async function fragmentsIn(place: string, base: string): Promise<readonly Fragment[]> {
  const files = (await list(place)).filter(name => name.endsWith('.config'))
  const own = forVersion(files, base)
  return Promise.all(files.filter(name => !isForVersion(name) || name === own).map(file => read(place, file)))
}

const isForVersion = (file: string): boolean => /^\d/.test(file)

function forVersion(files: readonly string[], base: string): string | undefined {
  const versionOf = (file: string): string => file.slice(0, -'.config'.length)
  const oldestFirst = files
    .filter(isForVersion)
    .toSorted((one, other) => compareVersions(versionOf(one), versionOf(other)))
  return oldestFirst.findLast(file => compareVersions(versionOf(file), base) <= 0) ?? oldestFirst[0]
}

/** The versions that lab kernels are made for; with others it may be tried. */
export const labBases = async (): Promise<readonly string[]> =>
  (await list(ownFolder)).filter(isForVersion).map(file => file.slice(0, -'.config'.length))

const basesIn = async (place: string): Promise<readonly string[]> =>
  (await list(place)).filter(name => name.endsWith('.patch')).map(name => name.slice(0, -'.patch'.length))

const list = async (place: string): Promise<readonly string[]> =>
  (await readdir(place).catch(() => [])).sort()

const read = async (place: string, file: string) => ({
  name: join(place, file),
  text: await readFile(join(place, file), 'utf8'),
})
