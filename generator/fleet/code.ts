import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../shared/cache.js'
import { filesBelow } from '../shared/folders.js'
import { isInstalled, packageFolder, specsNotes } from '../shared/paths.js'

/** The folders of what runs: the sources in a checkout, however they are compiled, and in a package what was compiled of them. */
const folders = isInstalled ? ['out/package', 'specs', 'templates'] : ['generator', 'specs', 'templates']

let known: Promise<string> | undefined

/** The hash of this program with all that it goes by, specs that are laid over ours among it: of two machines with one hash either gives the same. */
export function programHash(): Promise<string> {
  known ??= hashed()
  return known
}

async function hashed(): Promise<string> {
  const all = await Promise.all(folders.map(async folder => filesBelow(join(packageFolder, folder))))
  const files = all
    .flat()
    .filter(path => !path.endsWith('.md'))
    .sort()
  const hashes = files.map(async path => [path.slice(packageFolder.length), sha256(await readFile(path))])
  const packages = await readFile(join(packageFolder, 'package.json'))
  return sha256(JSON.stringify([sha256(packages), specsNotes(), await Promise.all(hashes)]))
}
