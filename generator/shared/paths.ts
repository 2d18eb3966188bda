import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { foreignFolder, overlaidSpecs, overlay } from './overlay.js'
import { shellWord } from './shell-word.js'

/** The folder of the code that runs, with `specs` and `generator` in it: of the sources, or of what was compiled from them. */
export const codeFolder = fileURLToPath(new URL('../../', import.meta.url))

/** The folder of the package, where its package.json, the sources of the specs and the templates are. */
export const packageFolder = overlay?.package ?? codeFolder.replace(/out\/(?:package|compiled\/\w+)\/$/, '')

/** Whether this is an installed package, in which nothing is written, and no checkout. */
export const isInstalled = overlay?.isInstalled ?? codeFolder === join(packageFolder, 'out/package/')

/** Whether pages and cases of the package may be written: those of other specs do not belong there. */
export const isOwn = !isInstalled && overlay === undefined

/** Where the sources of the specs stand by which is judged: those of the package, or what is laid over them. */
export const specsFolder = overlay === undefined ? join(packageFolder, 'specs/') : join(overlaidSpecs, '/')

/** The folder that what is printed is relative to: the checkout, or for an installed package the one that we were started in. */
export const homeFolder = isInstalled ? process.cwd() : packageFolder

/** The folder for suites and for runs; everything in it may be deleted. */
export const outFolder = join(homeFolder, 'out')

/** A path as it is told: relative to the home folder if inside of it. */
export const shown = (path: string): string => {
  const inside = relative(homeFolder, path)
  return inside.startsWith('..') ? path : inside
}

/** Where a file of the specs stands, by its path in them: `specs/laws/denial-is-final.ts`, or in the folder that it comes from. */
export const specPlace = (path: string): string =>
  overlay?.files.includes(path) === true ? shown(join(foreignFolder(), path)) : `specs/${path}`

/** Whether a law stands in this folder of the specs, such as `cases`, by its place. */
export const standsIn = (place: string, folder: string): boolean =>
  place.slice(0, place.lastIndexOf('/')).endsWith(`/${folder}`)

/**
 * What to know of a verdict by specs of somebody's folder, which is another than one by ours: the folder with its hash, what of ours it replaces, and
 * where that has changed meanwhile.
 */
export const specsNotes = (): readonly string[] => {
  if (overlay === undefined) return []
  const { hash, files, replaced, notes } = overlay
  const instead = replaced.length === 0 ? '' : `, of which ${replaced.join(', ')} in place of ours`
  return [
    `judged by the specs of ${shown(foreignFolder())} (${hash}) over ours: ${files.length} files${instead}`,
    ...notes,
  ]
}

/** What a command has at its end to judge by the same specs. */
export const specsOption = overlay === undefined ? '' : ` --specs ${shellWord(shown(foreignFolder()))}`

/** What a name of a suite has in it where other specs than ours were laid over ours. */
export const specsMark: readonly string[] = overlay === undefined ? [] : [`specs-${overlay.hash}`]

/** A name of a folder may have 255 bytes, and what is half-written has a longer one. */
const longest = 180

/** The name of a run's folder, sorted by time. */
export const runName = (refs: readonly string[], now: Date): string => {
  const time = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
  const [first = '', ...others] = refs.map(refFolder)
  const all = [first, ...others].join('+')
  return `${time}-${all.length < longest ? all : `${first}+${others.length}-more`}`
}

/** What a target is called as a part of a path. */
export const targetFolder = (name: string): string => name.replace(/[^\w.+~-]+/g, '-').replace(/-$/, '')

/** A kernel's reference as a name of a folder. */
export const refFolder = (ref: string): string =>
  ref
    .replace(/[^\w.+~-]+/g, '-')
    .slice(-60)
    .replace(/^[-.]+/, '')

/** A name of a folder for each kernel of a run, no two alike. */
export function refFolders(refs: readonly string[]): readonly string[] {
  const names = new Set<string>()
  for (const ref of refs) {
    const name = refFolder(ref)
    let own = name
    for (let number = 2; names.has(own); number++) own = `${name}-${number}`
    names.add(own)
  }
  return [...names]
}
