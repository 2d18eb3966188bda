import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { cached, sha256, type Terms, writeWhole } from '../shared/cache.js'
import { readJson } from '../shared/json.js'
import { specPlace, specsFolder } from '../shared/paths.js'
import { isCase, lawFiles, lawName, loadCase } from './laws.js'
import type { Law } from './suite.js'

/** The catalogue is made anew when this changes: raise it with what catalog/read-laws.ts makes of a file. */
const version = 1

const file = 'laws.json'

const schema = z.array(z.strictObject({ name: z.string(), claim: z.string(), place: z.string() }))

/** Every law of the package with its claim and place, kept cases first. Errors: E_LAW, E_CASE. */
export async function catalog(specs = specsFolder): Promise<readonly Law[]> {
  const files = await lawFiles(specs)
  const cases = files.filter(isCase).map(async file => ({
    name: lawName(file),
    claim: (await loadCase(specs, file)).claim,
    place: `${specPlace(file)}:1`,
  }))
  const others = files.filter(file => !isCase(file))
  return [...(await Promise.all(cases)), ...(await sourceLaws(specs, others))]
}

/** The laws that are TypeScript; kept by the content of the files, since ts-morph takes seconds to load. */
async function sourceLaws(specs: string, paths: readonly string[]): Promise<readonly Law[]> {
  const files = await Promise.all(
    paths.map(async path => ({
      path: specPlace(path),
      content: await readFile(join(specs, path), 'utf8'),
    })),
  )
  const terms: Terms = { needs: { [file]: 'file' }, check: folder => lawsIn(folder, paths) }
  const kept = await cached('catalog', sha256(JSON.stringify([version, files])), terms, async dir => {
    const { readLaws } = await import('./catalog/read-laws.js')
    await writeWhole(join(dir, file), JSON.stringify(readLaws(files)))
  })
  return lawsIn(kept, paths)
}

/** The laws as they were kept; each file has one, and a catalogue that lacks one would have others agree in its place. */
function lawsIn(folder: string, paths: readonly string[]): readonly Law[] {
  const laws = readJson(schema, readFileSync(join(folder, file), 'utf8'), file)
  const names = paths.map(lawName)
  if (laws.length === names.length && laws.every(({ name }, index) => name === names[index])) return laws
  throw new Error(`it has ${laws.length} laws for ${names.length} files, or others`)
}
