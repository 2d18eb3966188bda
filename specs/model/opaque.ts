import type { Branch } from './branch.js'
import type { State } from './state.js'

type Call = 'bind' | 'connect' | 'listen' | 'accept' | 'sendto' | 'recv' | 'shutdown' | 'setsockopt'

/**
 * A call on a socket that no right is about: whatever its stack answers, but a denial.
 * The laws compare such calls in a sandbox with the same ones outside of it.
 */
export const notJudged = (state: State, call: Call): readonly Branch[] => [
  { outcome: '!EACCES', clause: `opaque.${call}`, next: state },
]
