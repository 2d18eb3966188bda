import { join } from 'node:path'
import { z } from 'zod'
import { manifestPath } from '../judge/bundle.js'
import { damageOf } from '../judge/hashes.js'
import { readSavedText, throwIfDamaged } from '../judge/read-run.js'
import { readJson } from '../shared/json.js'
import type { Comparison } from './comparison-result.js'
import { comparisonSchema } from './comparison-schema.js'

/** Where the record of a comparison stands in its folder. */
export const comparisonPath = 'comparison.json'

const manifest = z.looseObject({ files: z.record(z.string(), z.string()) })

/** What changed between two kernels, as compare said itself; all that it left has to be there and as it was. Errors: E_FILE, E_RUN. */
export async function readComparison(folder: string): Promise<Comparison> {
  const [path, list] = [join(folder, comparisonPath), join(folder, manifestPath)]
  const { files } = readJson(manifest, await readSavedText(list), list, 'E_RUN')
  throwIfDamaged(folder, await damageOf(folder, { [comparisonPath]: '', ...files }))
  return readJson(comparisonSchema, await readSavedText(path), path, 'E_RUN')
}
