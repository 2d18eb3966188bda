import type { Outcome } from '../trace.js'
import type { Branch } from './branch.js'
import type { ClauseId } from './clauses.js'
import type { State } from './state.js'

/** What stacks answer to calls with loopback addresses; EACCES is not among them, that would be a denial. */
const answers: readonly Outcome[] = [
  'OK',
  'EINVAL',
  'EOPNOTSUPP',
  'EAFNOSUPPORT',
  'EADDRINUSE',
  'EADDRNOTAVAIL',
  'EAGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EDESTADDRREQ',
  'EINPROGRESS',
  'EISCONN',
  'EMSGSIZE',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENODEV',
  'ENOENT',
  'ENOKEY',
  'ENOPROTOOPT',
  'ENOTCONN',
  'ENXIO',
  'EPIPE',
  'EPROTO',
  'EPROTONOSUPPORT',
  'EPROTOTYPE',
  'ETIMEDOUT',
]

/** The clauses of such calls. */
type Call = Extract<ClauseId, `opaque.${string}`>

/**
 * A call on a socket that no right is about: whatever its stack answers, but a denial.
 * The laws compare such calls in a sandbox with the same ones outside of it.
 */
export const notJudged = (state: State, clause: Call): readonly Branch[] =>
  answers.map(outcome => ({ outcome, clause, next: state }))
