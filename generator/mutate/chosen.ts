import { ToolError } from '../shared/error.js'

/** Those of a list that are named, or all where none is. Error: E_USAGE for a name that none has, with those that there are. */
export function chosen<T extends { readonly name: string }>(
  all: readonly T[],
  only: readonly string[] | undefined,
  what: string,
): readonly T[] {
  const names: readonly string[] = all.map(({ name }) => name)
  const unknown = only?.find(name => !names.includes(name))
  if (unknown === undefined) return all.filter(({ name }) => only?.includes(name) ?? true)
  throw new ToolError('E_USAGE', `There is no ${what} ${unknown}; they are below.`, {
    output: names.join('\n'),
  })
}
