/** What a terminal may obey instead of showing it: control characters but tab and line end, and what turns the direction of text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const obeyed = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/** A text for a terminal: what it would obey is written as JSON writes it, so JSON stays the same. */
export const printable = (text: string): string => text.replace(obeyed, escaped)

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** So many characters of what others said are printed. */
const most = 16_384

/** The beginning and the end of a text, if it is too long for somebody to read. */
export function abridged(text: string): string {
  if (text.length <= most) return text
  const half = most / 2
  return `${text.slice(0, half)}\n… (${text.length - most} characters are left out here)\n${text.slice(-half)}`
}

/** A value of which every text is one line, and shows whatever it holds: no line end of a foreign text makes a line of ours. */
export function inLines<T>(value: T): T
export function inLines(value: unknown): unknown {
  if (typeof value === 'string') return printable(value.replaceAll('\n', '\\n').replaceAll('\t', '\\t'))
  if (Array.isArray(value)) return value.map(one => inLines(one))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [printable(name), inLines(inner)]))
}
