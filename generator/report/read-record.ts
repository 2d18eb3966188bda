import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readResult, readSavedText } from '../judge/read-run.js'
import { exitCodeOf, exitCodes, type Result } from '../judge/result.js'
import { resultSchema } from '../judge/result-schema.js'
import { ToolError } from '../shared/error.js'
import { readJson } from '../shared/json.js'
import { type Bisection, bisectionCodes } from './bisection-result.js'
import { bisectionSchema } from './bisection-schema.js'
import { type Comparison, comparisonCodes } from './comparison-result.js'
import { comparisonSchema } from './comparison-schema.js'
import {
  type Formats,
  formatted,
  formattedBisection,
  formattedComparison,
  formattedFuzz,
  formattedMutation,
  formattedSeries,
} from './formats/index.js'
import type { FuzzResult } from './fuzz-result.js'
import { fuzzSchema } from './fuzz-schema.js'
import { type MutationResult, mutationCodes } from './mutation-result.js'
import { mutationSchema } from './mutation-schema.js'
import { comparisonPath, readSealed, seriesPath } from './read-sealed.js'
import { seriesCodes } from './series.js'
import type { SeriesResult } from './series-result.js'
import { seriesSchema } from './series-schema.js'

/** A record in every format, and what the command that made it exited with. */
type SavedRecord = { readonly formats: Formats; readonly exitCode: number }

/**
 * What a command found, as it said itself: of a folder of out/runs, where all has to be as it was left, or of a file that has the record as JSON. Errors:
 * E_FILE, E_RUN, E_FORMAT.
 */
export async function readRecord(path: string): Promise<SavedRecord> {
  const kind = await stat(path).catch(cause => {
    throw new ToolError('E_FILE', `${path} is not there: give a folder of out/runs, or a record as JSON.`, {
      cause,
    })
  })
  if (!kind.isDirectory()) return ofFile(await readSavedText(path), path)
  if (existsSync(join(path, seriesPath))) return ofSeries(await readSealed(path, seriesPath, seriesSchema))
  return existsSync(join(path, comparisonPath))
    ? ofComparison(await readSealed(path, comparisonPath, comparisonSchema))
    : ofRun(await readResult(path))
}

const shape = z.looseObject({ kernels: z.array(z.looseObject({})).default([]) })

/** What made a record is told by what only that has. */
function ofFile(text: string, where: string): SavedRecord {
  const record = readJson(shape, text, where)
  if ('tried' in record) return ofBisection(readJson(bisectionSchema, text, where))
  if ('patches' in record) return ofSeries(readJson(seriesSchema, text, where))
  if ('changes' in record) return ofComparison(readJson(comparisonSchema, text, where))
  if ('mistakes' in record) return ofMutation(readJson(mutationSchema, text, where))
  if (record.kernels.some(one => 'history' in one)) return ofFuzzing(readJson(fuzzSchema, text, where))
  return ofRun(readJson(resultSchema, text, where))
}

const ofBisection = (result: Bisection): SavedRecord => ({
  formats: formattedBisection(result),
  exitCode: bisectionCodes[result.verdict],
})

const ofSeries = (result: SeriesResult): SavedRecord => ({
  formats: formattedSeries(result),
  exitCode: seriesCodes[result.verdict],
})

const ofRun = (result: Result): SavedRecord => ({ formats: formatted(result), exitCode: exitCodeOf(result) })

const ofFuzzing = (result: FuzzResult): SavedRecord => ({
  formats: formattedFuzz(result),
  exitCode: exitCodes[result.verdict],
})

const ofComparison = (result: Comparison): SavedRecord => ({
  formats: formattedComparison(result),
  exitCode: comparisonCodes[result.verdict],
})

const ofMutation = (result: MutationResult): SavedRecord => ({
  formats: formattedMutation(result),
  exitCode: mutationCodes[result.verdict],
})
