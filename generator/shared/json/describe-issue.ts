import type { z } from 'zod'

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string }

/** What a schema says of a value that does not fit: where, what was expected, and what is there. */
export function describeIssue(error: z.ZodError, value: unknown): string {
  const [issue] = error.issues.map(deepest)
  if (issue === undefined) throw error
  const got = show(issue.path.reduce(inside, value)) ?? 'nothing'
  return `${path(issue.path)}: ${issue.message}; it is ${got.length > 80 ? `${got.slice(0, 77)}…` : got}.`
}

const inside = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined

const show = (value: unknown): string | undefined => JSON.stringify(value)

/** Of a union that did not fit, the alternative that came furthest, or that most of it fits, says what is wrong; else the union itself. */
function deepest(issue: z.core.$ZodIssue): Issue {
  if (issue.code !== 'invalid_union') return issue
  const inside = issue.errors
    .toSorted((a, b) => a.length - b.length)
    .flatMap(errors => errors.slice(0, 1).map(deepest))
    .filter(({ path }) => path.length > 0)
  const [best] = inside.sort((a, b) => b.path.length - a.path.length)
  return best === undefined ? issue : { ...best, path: [...issue.path, ...best.path] }
}

const path = (keys: readonly PropertyKey[]): string =>
  keys.reduce<string>(
    (text, key) =>
      typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`,
    '',
  ) || 'top level'
