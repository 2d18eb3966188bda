import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { sha256 } from '../shared/cache.js'
import { filesBelow } from '../shared/folders.js'
import { codeFolder, packageFolder, specsFolder, specsNotes } from '../shared/paths.js'

/** The hash of all that programs are drawn and rendered by: specs with their kept cases, our own code, templates, and the versions of libraries. */
export async function codeHash(code = codeFolder): Promise<string> {
  const folders = [
    resolve(specsFolder),
    join(packageFolder, 'templates'),
    join(code, 'specs'),
    join(code, 'generator/suite'),
  ]
  const all = await Promise.all([...new Set(folders)].map(filesBelow))
  const hashes = all
    .flat()
    .filter(path => !path.endsWith('.md'))
    .sort()
    .map(async path => [path.slice(packageFolder.length), sha256(await readFile(path))])
  const packages = await readFile(join(packageFolder, 'package.json'), 'utf8')
  return sha256(JSON.stringify([packages, specsNotes(), await Promise.all(hashes)]))
}
