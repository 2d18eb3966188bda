import type { Branch } from './branch.js'
import type { ClauseId } from './clauses.js'
import type { State } from './state.js'

/** The clauses of such calls. */
type Call = Extract<ClauseId, `opaque.${string}`>

/**
 * A call on a socket that no right is about: whatever its stack answers, but a denial.
 * The laws compare such calls in a sandbox with the same ones outside of it.
 */
export const notJudged = (state: State, clause: Call): readonly Branch[] => [
  { outcome: '!EACCES', clause, next: state },
]
