import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Target } from '../../specs/target.js'
import { cached, sha256, type Terms, writeWhole } from '../shared/cache.js'
import { readJson } from '../shared/json.js'
import { codeFolder, packageFolder } from '../shared/paths.js'
import { keepNewest } from '../shared/prune.js'
import { expectedSchema } from './codec/suite-schema.js'
import { type Choice, draw } from './draw.js'
import type { Suite } from './suite.js'
import { expectedFile } from './suite-json.js'

/** How many drawn suites are kept. */
const most = 8

const file = 'expected.json'

/** Fields in the order in which they were drawn, which the C of a program has, too. */
const asDrawn = z.custom<Pick<Suite, 'laws' | 'tests' | 'notRunnable'>>(
  value => expectedSchema.safeParse(value).success,
)

const terms: Terms = { needs: { [file]: 'file' } }

/**
 * The suite that is drawn for a target: as it was drawn before if specs, what draws from them, target and choice are the same, since the same gives the
 * same programs. Errors: those of `draw`.
 */
export async function drawn(target: Target, choice: Choice, code = codeFolder): Promise<Suite> {
  const { seed, filter, folders } = choice
  const key = sha256(JSON.stringify([await codeHash(code), target, seed, filter ?? null, folders ?? null]))
  let fresh: Suite | undefined
  const kept = await cached('drawn', key, terms, async dir => {
    fresh = await draw(target, choice)
    await writeWhole(join(dir, file), expectedFile(fresh).content)
  })
  const text = fresh === undefined ? await readFile(join(kept, file), 'utf8') : ''
  await keepNewest(kept, most)
  return fresh ?? { target, seed, ...readJson(asDrawn, text, join(kept, file)) }
}

/** All that programs are drawn by: specs with their kept cases, our own code but for what only prints, and the versions of libraries. */
async function codeHash(code: string): Promise<string> {
  const folders = [join(packageFolder, 'specs'), join(code, 'specs'), join(code, 'generator/suite')]
  const all = await Promise.all([...new Set(folders)].map(filesIn))
  const hashes = all
    .flat()
    .sort()
    .map(async path => [path.slice(packageFolder.length), sha256(await readFile(path))])
  const packages = await readFile(join(packageFolder, 'package.json'), 'utf8')
  return sha256(JSON.stringify([packages, await Promise.all(hashes)]))
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && /\.(?:[jt]s|json)$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
}
