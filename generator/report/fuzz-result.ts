import type { Frozen } from '../suite/codec/program-schema.js'
import type { fuzzSchema } from './fuzz-schema.js'

/** What new programs came to on some kernels: every report is made from this record, and `--json` prints it. */
export type FuzzResult = Frozen<(typeof fuzzSchema)['_output']>

/** What is found is confirmed before it is told, so that nothing is flaky. */
export type FuzzVerdict = FuzzResult['verdict']

/** What one kernel gave; programs = agreed + known + diverged + silent + lost. */
export type Fuzzed = FuzzResult['kernels'][number]

/** A finding after it was run again and made small, or as it was found if there was no time for that. */
export type ReproducedFinding = FuzzResult['divergences'][number]

/** How its first and its last minute went. */
export type FuzzedMinutes = NonNullable<Fuzzed['minutes']>

/** What a session had come to after so many seconds. */
export type Point = Fuzzed['history'][number]

/** What was reached of a kernel's code: so many edges, and by function how many lead into it. */
export type Reached = NonNullable<Fuzzed['reached']>

/** How many programs or calls, by the reason. */
export type Reasons = Fuzzed['unjudged']

/** How many that are for all reasons together. */
export const sumOf = (reasons: Reasons): number =>
  Object.values(reasons).reduce((one, other) => one + other, 0)

/** What part of the processors' time this process took. */
export const shareOf = ({ host, kernels }: Pick<Fuzzed['spent'], 'host' | 'kernels'>): number =>
  host / (host + kernels)
