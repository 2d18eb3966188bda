import type { Clause } from '../clause.js'
import type { NetRight } from '../right.js'

/** LANDLOCK_ACCESS_NET_LISTEN_TCP: listening on a TCP port. */
export const right = {
  bit: 4,
  abi: 12,
  transport: 'tcp',
  acts: [],
  cite: 'security/landlock/net.c: hook_socket_listen()',
} as const satisfies NetRight

/** By what the model decides about it. */
export const clauses = {
  'listen.denied': {
    says: 'Listening on a TCP port needs the right on it: EACCES, before the stack is asked.',
    cite: 'security/landlock/net.c: hook_socket_listen()',
  },
} as const satisfies Readonly<Record<string, Clause>>
