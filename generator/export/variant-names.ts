import type { Column, Columns } from './columns.js'
import type { Initializer } from './values.js'

/** Words for constants of C that are too long in a name. */
const words: Readonly<Record<string, string>> = {
  AF_INET: 'ipv4',
  AF_INET6: 'ipv6',
  AF_UNIX: 'unix',
  SOCK_STREAM: 'stream',
  SOCK_DGRAM: 'dgram',
  IPPROTO_IP: 'default',
  '0': 'allowed',
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/^(-|af_|sock_|ipproto_|msg_|landlock_(access|scope|restrict_self|add_rule|rule)_)+/, '')
    .replace(/\W+/g, '_')
    .replace(/^_+|_+$/g, '')

/** The values of the cell that tell most, as words. */
function wordOf({ type, name }: Column, is: Initializer): string | undefined {
  if (type === 'bool') return is === 'true' ? undefined : 'no_sandbox'
  if (typeof is !== 'string') {
    if (type === 'struct address') return wordOfAddress(is)
    return type === 'struct landlock_ruleset_attr' ? wordOfAttr(is) : undefined
  }
  if (is === '0') return name.startsWith('expected') ? words[is] : undefined
  return words[is] ?? plain(is)
}

function wordOfAddress(is: Exclude<Initializer, string>): string {
  const [family, host] = is.map(member => (typeof member.is === 'string' ? member.is : ''))
  const known = words[family ?? ''] ?? plain(family ?? '')
  if (host?.includes('ffff') === true) return 'mapped'
  return host === '"0.0.0.0"' || host === '"::"' ? `${known}_any` : known
}

/** The fields of an attribute with what they have, if that is not much. */
function wordOfAttr(is: Exclude<Initializer, string>): string | undefined {
  const fields = is.map(({ name = '', is: mask }) =>
    typeof mask === 'string' ? `${name.replace(/^handled_access_|access_/, '')}_${plain(mask)}` : '',
  )
  const word = fields.join('_').replace(/ull\b/g, '')
  return word.length > longest ? undefined : word
}

const longest = 24
const mostWords = 4

const join = (parts: readonly (string | undefined)[]): string =>
  [...new Set(parts.filter(part => part !== undefined && part !== ''))].slice(0, mostWords).join('_')

const isUnique = (names: readonly string[]): boolean => new Set(names).size === names.length

/** Names variants by what is peculiar to each, with a number where that does not tell them apart. */
export function variantNames(columns: Columns, isControl: readonly boolean[]): readonly string[] {
  const fields = columns.all.filter(({ isField, name }) => isField && !/^(last_)?abi$/.test(name))
  const first = isControl.map(one => (one ? ['no_sandbox'] : []))
  let parts: readonly (readonly (string | undefined)[])[] = first
  for (const field of fields) {
    if (isUnique(parts.map(join))) break
    const more = parts.map((some, index) => [...some, wordOf(field, field.cells[index] ?? '0')])
    if (new Set(more.map(join)).size > new Set(parts.map(join)).size) parts = more
  }
  const names = parts.map(some => join(some) || (isControl.includes(true) ? 'sandbox' : 'plain'))
  const counts = new Map<string, number>()
  return names.map(name => {
    const number = (counts.get(name) ?? 0) + 1
    counts.set(name, number)
    return number === 1 ? (/^\d/.test(name) ? `v_${name}` : name) : `${name}_${number}`
  })
}
