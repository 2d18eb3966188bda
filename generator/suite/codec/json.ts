/** Lines of this length and shorter hold a whole value. */
const width = 120

/** JSON as a person would lay it out: what fits on a line stands on one. */
export function prettyJson(value: unknown): string {
  return `${layout(value, '', 0)}\n`
}

function layout(value: unknown, indent: string, used: number): string {
  const flat = inline(value)
  if (indent.length + used + flat.length <= width || typeof value !== 'object' || value === null) return flat
  const deeper = `${indent}  `
  const items = Array.isArray(value)
    ? value.map(item => layout(item, deeper, 1))
    : entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${layout(item, deeper, key.length + 5)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${items.map(item => deeper + item).join(',\n')}\n${indent}${close}`
}

function inline(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  const fields = entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${inline(item)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

const entries = (value: object) => Object.entries(value).filter(([, item]) => item !== undefined)

/** JSON with the keys of every object sorted and no blanks: equal values give equal bytes. */
export const canonicalJson = (value: unknown): string => JSON.stringify(sorted(value))

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  const fields: Record<string, unknown> = {}
  for (const key of Object.keys(value).sort()) fields[key] = sorted(Reflect.get(value, key))
  return fields
}
