import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { Target } from '../../specs/target.js'
import { cached, sha256, type Terms, writeWhole } from '../shared/cache.js'
import { filesBelow } from '../shared/folders.js'
import { readJson } from '../shared/json.js'
import { codeFolder, specsFolder } from '../shared/paths.js'
import type { Progress } from '../shared/progress.js'
import { keepNewest } from '../shared/prune.js'
import type { Test } from '../suite/suite.js'
import { choose, type ProgramChoice } from './choose.js'

/** How many choices are kept. */
const most = 8

const file = 'choice.json'

const schema = z.strictObject({
  chosen: z.array(z.string()),
  planted: z.number(),
  suite: z.number(),
  exported: z.number(),
  missed: z.array(z.string()),
})

const terms: Terms = {
  needs: { [file]: 'file' },
  check: folder => read(readFileSync(join(folder, file), 'utf8')),
}

const read = (text: string): ProgramChoice => readJson(schema, text, file)

/** The hash of the model, of what plants mistakes into it, and of what chooses by them. */
async function hashOfCode(): Promise<string> {
  const folders = [resolve(specsFolder), join(codeFolder, 'specs'), join(codeFolder, 'generator/mutate')]
  const below = await Promise.all([...new Set(folders)].map(filesBelow))
  const own = (await filesBelow(join(codeFolder, 'generator/export'))).filter(path =>
    /\/(choose|cover)\.\w+$/.test(path),
  )
  const paths = [...below.flat(), ...own].filter(path => !path.endsWith('.md')).sort()
  return sha256(JSON.stringify(await Promise.all(paths.map(async path => sha256(await readFile(path))))))
}

/** What is to be exported of these tests of a target; it takes minutes for a whole suite, and is kept. */
export async function chosen(
  target: Target,
  carried: readonly Test[],
  others: readonly Test[],
  progress: Progress,
): Promise<ProgramChoice> {
  const tests = [...carried, ...others].map(({ name, id }) => [name, id])
  const key = sha256(JSON.stringify([await hashOfCode(), target, carried.length, tests]))
  const kept = await cached('export-choices', key, terms, async dir => {
    const choice = await choose({ target, carried, others }, progress)
    await writeWhole(join(dir, file), JSON.stringify(choice))
  })
  await keepNewest(kept, most)
  return read(await readFile(join(kept, file), 'utf8'))
}
