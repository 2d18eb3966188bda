/** The longest line that the formatter of the package leaves as it is. */
export const widest = 110

/** A value as a literal of TypeScript, laid out as the formatter does; `before` stands on its first line, and nothing behind it. */
export const literal = (value: unknown, before: string): string => layout(value, '', before.length - 1)

function layout(value: unknown, indent: string, used: number): string {
  const flat = inline(value)
  // Inside of another one, a comma follows.
  const fits = used + flat.length + 1 <= widest && !isBroken(value)
  if (fits || typeof value !== 'object' || value === null) return flat
  const deeper = `${indent}  `
  const items = Array.isArray(value)
    ? value.map(item => layout(item, deeper, deeper.length))
    : Object.entries(value).map(
        ([key, item]) => `${key}: ${layout(item, deeper, deeper.length + key.length + 2)}`,
      )
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${items.map(item => `${deeper}${item},\n`).join('')}${indent}${close}`
}

function inline(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`
  if (typeof value !== 'object' || value === null) return String(value)
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`
  const fields = Object.entries(value).map(([key, item]) => `${key}: ${inline(item)}`)
  return fields.length === 0 ? '{}' : `{ ${fields.join(', ')} }`
}

/** The formatter gives each of several objects with several fields a line of its own, and so what holds them. */
function isBroken(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const items = Object.values(value)
  return items.some(isBroken) || (Array.isArray(value) && items.length > 1 && items.every(isWide))
}

const isWide = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 1
