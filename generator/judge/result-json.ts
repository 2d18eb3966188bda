import { format } from '../shared/json.js'
import { prettyJson } from '../suite/codec/json.js'

/** A record as JSON, with the number of its format, which a schema in generator/report/schemas describes. */
export const recordJson = (record: object): string => prettyJson({ format, ...record })
