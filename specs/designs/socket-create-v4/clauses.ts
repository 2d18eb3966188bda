import type { Clause } from '../../clause.js'
import { decisions } from '../decisions.js'

/** What `socket-create-v4` decides beside what its rules share with all others. */
export const socketCreateV4Clauses = {
  'socket-create-v4.denied': {
    says: 'What no rule allows by family, type and protocol is not created: EACCES, before the family says whether it could.',
    cite: `${decisions.any_type.choices.yes.cite}; specs/designs/decisions.md: default_protocol, packet_alias, any_type`,
  },
  'socket-create-v4.odd-protocol': {
    says: 'A call with a protocol that no rule can name is denied, whatever rules there are.',
    cite: `${decisions.odd_protocol.choices.denied.cite}; specs/designs/decisions.md: odd_protocol`,
  },
  'socket-create-v4.range': {
    says: 'A family, type or protocol that a rule cannot have is EINVAL, after all else.',
    cite: `${decisions.ranges.choices.posted.cite}; specs/designs/decisions.md: ranges, any_type`,
  },
} as const satisfies Readonly<Record<string, Clause>>
