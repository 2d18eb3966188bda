import { join } from 'node:path'
import { z } from 'zod'
import { manifestPath } from '../judge/bundle.js'
import { damageOf } from '../judge/hashes.js'
import { readSavedText, throwIfDamaged } from '../judge/read-run.js'
import { readJson } from '../shared/json.js'

/** Where the record of a comparison, and of a series, stands in its folder. */
export const [comparisonPath, seriesPath] = ['comparison.json', 'series.json']

const manifest = z.looseObject({ files: z.record(z.string(), z.string()) })

/** The record of a folder as it was left; all that its manifest names has to be there and as it was. Errors: E_FILE, E_RUN. */
export async function readSealed<T>(folder: string, file: string, schema: z.ZodType<T>): Promise<T> {
  const [path, list] = [join(folder, file), join(folder, manifestPath)]
  const { files } = readJson(manifest, await readSavedText(list), list, 'E_RUN')
  throwIfDamaged(folder, await damageOf(folder, { [file]: '', ...files }))
  return readJson(schema, await readSavedText(path), path, 'E_RUN')
}
