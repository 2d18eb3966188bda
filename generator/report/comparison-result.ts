import type { RunVerdict } from '../judge/result.js'
import type { Frozen } from '../suite/codec/program-schema.js'
import type { comparisonSchema } from './comparison-schema.js'

/** What changed from one kernel to another: every report is made from this record, and `--json` prints it. */
export type Comparison = Frozen<(typeof comparisonSchema)['_output']>

/** One of the two kernels, and what it says of itself. */
export type Side = Comparison['kernels'][number]

/** What became of the programs of one law. */
export type ComparedLaw = Comparison['laws'][number]

/** One thing that changed, in words, with the smallest program that shows it. */
export type DescribedChange = Comparison['changes'][number]

/** What decided on one side, and where that stands. */
export type Deciding = NonNullable<DescribedChange['clauses'][number]>

/** The exit codes of compare; 2 is also what our own failures exit with. */
export const comparisonCodes = { same: 0, differ: 1, incomplete: 2 } as const satisfies Record<
  Comparison['verdict'],
  number
>

/** What changed is to formats of test results what diverges. */
export const comparedAs = {
  same: 'agree',
  differ: 'diverge',
  incomplete: 'incomplete',
} as const satisfies Record<Comparison['verdict'], RunVerdict>
