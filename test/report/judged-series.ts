import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { SeriesResult } from '../../generator/report/series-result.js'
import { seriesSchema } from '../../generator/report/series-schema.js'
import { readJson } from '../../generator/shared/json.js'

const path = fileURLToPath(new URL('../data/series.json', import.meta.url))

/** A series of five patches that was judged on 7.3.4: a clean-up, a new right, a mistake, its fix, a comment. */
export const series: SeriesResult = readJson(seriesSchema, readFileSync(path, 'utf8'), path)
