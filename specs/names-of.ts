/** The names of a table in their order, of which TypeScript itself says no more than that they are strings. */
export const namesOf = <N extends string>(table: Readonly<Partial<Record<N, unknown>>>): readonly N[] =>
  // Nothing but its own names is in a table of ours.
  Object.keys(table) as N[]

/** Whether a text is one of the names of a table. */
export const isNameOf = <N extends string>(table: Readonly<Record<N, unknown>>, name: string): name is N =>
  Object.hasOwn(table, name)
