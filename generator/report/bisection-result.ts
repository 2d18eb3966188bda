import type { RunVerdict } from '../judge/result.js'
import type { Frozen } from '../suite/codec/program-schema.js'
import type { bisectionSchema } from './bisection-schema.js'

/** What a bisection came to: every report is made from this record, and `--json` prints it. */
export type Bisection = Frozen<(typeof bisectionSchema)['_output']>

/** A commit that a bisection tried. */
export type TriedCommit = Bisection['tried'][number]

/** The exit codes of bisect; 2 is also what our own failures exit with. */
export const bisectionCodes = { found: 0, 'not-found': 2 } as const satisfies Record<
  Bisection['verdict'],
  number
>

/** To find a commit is what was asked for, and not to find it is no verdict. */
export const bisectedAs = { found: 'agree', 'not-found': 'incomplete' } as const satisfies Record<
  Bisection['verdict'],
  RunVerdict
>
