import type { Clause } from '../../model/clauses.js'

/** What `socket-create-v4` decides beside what its rules share with all others. */
export const socketCreateV4Clauses = {
  'socket-create-v4.denied': {
    says: 'What no rule allows by family, type and protocol is not created: EACCES, before the family says whether it could.',
    cite: 'LANDLOCK.md, "v4, Nov 2025: + protocol, -1 as wildcard for type and protocol"; specs/designs/socket-create-v4/README.md: "Default protocols"',
  },
} as const satisfies Readonly<Record<string, Clause>>
