/** The names of a table in their order, of which TypeScript itself says no more than that they are strings. */
export const namesOf = <N extends string>(table: Readonly<Record<N, unknown>>): readonly N[] =>
  Object.keys(table) as N[]
