import type { Clause } from '../clause.js'
import type { NetRight } from '../right.js'

/** Rights of the network that the specs of a folder add, by name: here there are none, and `--specs` writes this file anew. */
export const addedRights = {} as const satisfies Readonly<Record<string, NetRight>>

/** The clauses that come with them. */
export const addedClauses = {} as const satisfies Readonly<Record<string, Clause>>
