import type { Clause } from '../clause.js'

/** A right of sockets that a design proposes: its bit, and the designs that have it. */
type ProposedRight = { readonly bit: number; readonly designs: readonly string[] }

/** Proposals that the specs of a folder add, by name: here there are none, and `--specs` writes this file anew. */
export const addedDesignNames = [] as const

/** The rights of sockets that they have. */
export const addedSocketRights = {} as const satisfies Readonly<Record<string, ProposedRight>>

/** The clauses that come with them. */
export const addedDesignClauses = {} as const satisfies Readonly<Record<string, Clause>>
