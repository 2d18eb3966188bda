import type { Clause } from '../../clause.js'

/** What `socket-create-v4` decides beside what its rules share with all others. */
export const socketCreateV4Clauses = {
  'socket-create-v4.denied': {
    says: 'What no rule allows by family, type and protocol is not created: EACCES, before the family says whether it could.',
    cite: 'the fourth version of the series, November 2025: a protocol, and -1 as a wildcard for type and protocol; specs/designs/socket-create-v4/README.md: "Default protocols"',
  },
} as const satisfies Readonly<Record<string, Clause>>
