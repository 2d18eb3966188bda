import { lstat, readdir, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { ToolError } from '../shared/error.js'
import type { SourceFile } from '../shared/folders.js'
import { shown } from '../shared/paths.js'
import { readText } from '../shared/text-file.js'

/** What a folder of specs is made of, beside the pages and settings that it may have for its readers. */
const kinds = /\.(?:ts|json|patch|config)$/
const others = /^(?:tsconfig|package)\.json$|\.(?:md|c)$|(?:^|\/)(?:LICENSE|COPYING)$/

/** More bytes no file of specs has. */
const most = 4 * 2 ** 20

/** Reads the specs of somebody's folder, by their paths in it. Errors: E_SPECS for what is no folder of specs, E_FILE. */
export async function readFolder(folder: string): Promise<readonly SourceFile[]> {
  const stats = await stat(folder).catch(cause => {
    throw new ToolError(
      'E_SPECS',
      `${shown(folder)} is not there: give the folder of your specs, or begin one by \`landlockstep new law NAME --specs ${shown(folder)}\`.`,
      { cause },
    )
  })
  if (!stats.isDirectory())
    throw new ToolError('E_SPECS', `${shown(folder)} is no folder: give the one that your specs are in.`)
  const root = await realpath(folder)
  const paths = (await pathsIn(root, folder)).filter(path => !others.test(path))
  const stray = paths.find(path => !kinds.test(path))
  if (stray !== undefined) throw specsError(folder, stray, 'is nothing that specs are made of: take it out')
  if (!paths.some(path => path.endsWith('.ts') || path.endsWith('.json')))
    throw new ToolError(
      'E_SPECS',
      `${shown(folder)} has no specs in it: nothing ends with .ts or .json. A first one is written by \`landlockstep new\`.`,
    )
  return Promise.all(paths.map(async path => ({ path, content: await readText(join(folder, path), most) })))
}

/** Every file below the folder but hidden ones, sorted; a link may lead to a file inside of it. */
async function pathsIn(root: string, folder: string, below = ''): Promise<readonly string[]> {
  const names = (await readdir(join(folder, below))).filter(name => !name.startsWith('.')).sort()
  const found = names.map(async name => {
    const path = below === '' ? name : `${below}/${name}`
    const stats = await lstat(join(folder, path))
    if (stats.isDirectory()) return name === 'node_modules' ? [] : pathsIn(root, folder, path)
    if (stats.isSymbolicLink()) await checkLink(root, folder, path)
    else if (!stats.isFile()) throw specsError(folder, path, 'is neither a file nor a folder: take it out')
    return [path]
  })
  return (await Promise.all(found)).flat()
}

async function checkLink(root: string, folder: string, path: string): Promise<void> {
  const end = await realpath(join(folder, path)).catch(cause => {
    throw specsError(folder, path, 'is a link that leads nowhere: take it out', cause)
  })
  if (!end.startsWith(`${root}${sep}`))
    throw specsError(folder, path, `is a link out of the folder, to ${end}: put the file itself there`)
  if (!(await stat(end)).isFile())
    throw specsError(folder, path, 'is a link to no file: put the folder itself there')
}

/** What is wrong with a file of the folder, and what to do. */
export const specsError = (folder: string, path: string, what: string, cause?: unknown): ToolError =>
  new ToolError('E_SPECS', `${shown(join(folder, path))} ${what}.`, { cause })
