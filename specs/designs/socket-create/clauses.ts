import type { Clause } from '../../clause.js'

/** What `socket-create` decides. */
export const socketCreateClauses = {
  'socket-create.denied': {
    says: 'What no rule allows is not created: EACCES, before the family says whether it could.',
    cite: 'Mickaël Salaün on the Landlock list, 26 June 2023: "we want to be able to deny everything, which means: supported, not supported, known and unknown protocols"; specs/designs/socket-create/README.md: "When it is judged"',
  },
} as const satisfies Readonly<Record<string, Clause>>
