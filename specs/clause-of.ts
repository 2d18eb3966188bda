import type { Clause } from './clause.js'
import { clauses } from './model/clauses.js'

const all: ReadonlyMap<string, Clause> = new Map(Object.entries(clauses))

/** The clause of an id, which may be of another version; undefined if there is none. */
export const clauseOf = (id: string): Clause | undefined => all.get(id)
