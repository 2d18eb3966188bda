import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the code that runs, with `specs` and `generator` in it: of the sources, or of what was compiled from them. */
export const codeFolder = fileURLToPath(new URL('../../', import.meta.url))

/** The folder of the package, where its package.json, the sources of the specs and the templates are. */
export const packageFolder = codeFolder.replace(/out\/(?:package|compiled\/\w+)\/$/, '')

/** Whether this is an installed package, in which nothing is written, and no checkout. */
export const isInstalled = codeFolder === join(packageFolder, 'out/package/')

/** The folder that what is printed is relative to: the checkout, or for an installed package the one that we were started in. */
export const homeFolder = isInstalled ? process.cwd() : packageFolder

/** The folder for suites and for runs; everything in it may be deleted. */
export const outFolder = join(homeFolder, 'out')

/** A path as it is told: relative to the home folder if inside of it. */
export const shown = (path: string): string => {
  const inside = relative(homeFolder, path)
  return inside.startsWith('..') ? path : inside
}

/** A name of a folder may have 255 bytes, and what is half-written has a longer one. */
const longest = 180

/** The name of a run's folder, sorted by time. */
export const runName = (refs: readonly string[], now: Date): string => {
  const time = now.toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
  const [first = '', ...others] = refs.map(refFolder)
  const all = [first, ...others].join('+')
  return `${time}-${all.length < longest ? all : `${first}+${others.length}-more`}`
}

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
