import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { cached, sha256, type Terms, writeWhole } from '../shared/cache.js'
import { readJson } from '../shared/json.js'
import { keepNewest } from '../shared/prune.js'
import { rethrowUnless } from '../shared/unfinished.js'
import { codeHash } from './code-hash.js'
import type { Suite } from './suite.js'
import { type SuiteFiles, suiteFiles } from './suite-files.js'

/** How many rendered suites are kept. */
const most = 8

const file = 'files.json'

const schema = z.strictObject({
  made: z.strictObject({ id: z.string(), files: z.record(z.string(), z.string()) }),
  files: z.array(z.strictObject({ path: z.string(), content: z.string() })),
})

const terms: Terms = { needs: { [file]: 'file' } }

/** A suite as files, as it was rendered before if suite, templates, what renders them and libraries are the same, since the same gives the same bytes. */
export async function renderedFiles(suite: Suite): Promise<SuiteFiles> {
  const key = sha256(JSON.stringify([await codeHash(), suite]))
  let fresh: SuiteFiles | undefined
  const kept = await cached('rendered', key, terms, async dir => {
    fresh = suiteFiles(suite)
    await writeWhole(join(dir, file), JSON.stringify(fresh))
  })
  if (fresh === undefined) {
    // Who throws old ones away may be faster; the cache has made sure that what is there is as it was written.
    const text = await readFile(join(kept, file), 'utf8').catch(rethrowUnless('ENOENT'))
    fresh = typeof text === 'string' ? readJson(schema, text, join(kept, file)) : suiteFiles(suite)
  }
  await keepNewest(kept, most)
  return fresh
}
