import type { Frozen } from '../suite/codec/program-schema.js'
import type { seriesSchema } from './series-schema.js'

/** What a series of patches does: every report is made from this record, and `--json` prints it. */
export type SeriesResult = Frozen<(typeof seriesSchema)['_output']>

/** One commit of a series, or its base. */
export type SeriesStep = SeriesResult['base']

/** A law that held on the parent and does not hold any more. */
export type BrokenLaw = SeriesStep['breaks'][number]

/** What a patch changes against its parent. */
export type VotedChange = SeriesStep['changes'][number]

/** What another tool says of a patch. */
export type ToolCheck = SeriesStep['checks'][number]
