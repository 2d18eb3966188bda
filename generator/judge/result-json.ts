import { format } from '../shared/json.js'
import { prettyJson } from '../suite/codec/json.js'
import type { Result } from './result.js'

/** A result as JSON, with the number of its format, which generator/report/result.schema.json describes. */
export const resultJson = (result: Result): string => prettyJson({ format, ...result })
