import { readFile } from 'node:fs/promises'
import { cached, sha256, writeWhole } from '../shared/cache.js'
import { lawFiles, specsFolder } from './laws.js'
import type { Law } from './suite.js'

/** The catalogue is made anew when this changes: raise it with what catalog/read-laws.ts makes of a file. */
const version = 1

/** Every law of the package with its claim and place; kept by the content of the files, since ts-morph takes seconds to load. */
export async function catalog(specs = specsFolder): Promise<readonly Law[]> {
  const files = await Promise.all(
    (await lawFiles(specs)).map(async path => ({
      path: `specs/${path}`,
      content: await readFile(`${specs}/${path}`, 'utf8'),
    })),
  )
  const kept = await cached('catalog', sha256(JSON.stringify([version, files])), async dir => {
    const { readLaws } = await import('./catalog/read-laws.js')
    await writeWhole(`${dir}/laws.json`, JSON.stringify(readLaws(files)))
  })
  return JSON.parse(await readFile(`${kept}/laws.json`, 'utf8')) as readonly Law[]
}
