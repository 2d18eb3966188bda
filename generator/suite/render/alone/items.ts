/** Something at the top level of a C file, with what stands above it: a function, a variable, an enum, a struct, a union or a macro. */
export type Item = { readonly name: string; readonly kind: ItemKind; readonly text: string }

/** What has to stand before what uses it, in the order in which a file has it. */
const kinds = ['enum', 'union', 'struct', 'variable', 'function'] as const
type ItemKind = (typeof kinds)[number] | 'macro'

/** The items of a C file; of a header only macros and types, since all else in it is said again where it is defined. */
export function itemsOf(source: string, isHeader: boolean): readonly Item[] {
  const found = paragraphs(source).flatMap(text => {
    const one = isDirective(text) ? undefined : item(text)
    if (isHeader) return one !== undefined && isType(one) ? [one] : macros(text)
    return one === undefined ? macros(text) : [one]
  })
  return found.filter(one => one !== undefined)
}

/** What blank lines outside of braces divide. */
function paragraphs(source: string): readonly string[] {
  const found: string[] = []
  let lines: string[] = []
  let depth = 0
  for (const line of [...source.split('\n'), '']) {
    if (line === '' && depth === 0) {
      if (lines.length > 0) found.push(lines.join('\n'))
      lines = []
      continue
    }
    lines.push(line)
    depth += (line.match(/\{/g)?.length ?? 0) - (line.match(/\}/g)?.length ?? 0)
  }
  return found
}

const comment = /^(?:\/\*[\s\S]*?\*\/\n|\/\/.*\n)*/

const isDirective = (text: string): boolean => text.replace(comment, '').startsWith('#')

/** Each macro by itself; `#ifdef` and `#ifndef` go with their `#endif`, and a comment with the macro below it. */
const macros = (text: string): readonly (Item | undefined)[] =>
  [
    ...text.matchAll(
      /(?:\/\*(?:[^*]|\*(?!\/))*\*\/\n)?(?:#ifn?def \w+\n#define (\w+).*\n(?:#elif.*\n#define.*\n)*#endif|#define (\w+)(?:.*\\\n)*.*)/g,
    ),
  ].map(([whole, guarded, plain]) => {
    const name = guarded ?? plain ?? ''
    return name.endsWith('_H') || name === '_GNU_SOURCE' ? undefined : { name, kind: 'macro', text: whole }
  })

/** Functions and variables are for the one file that they come into. */
function item(text: string): Item | undefined {
  const code = text.replace(comment, '')
  const above = text.slice(0, text.length - code.length).replace(/\/\/.*\n/g, '')
  const struct = /^(?:static )?struct (\w+) \{/.exec(code)?.[1]
  if (struct !== undefined) {
    const variable = /\} \*?(\w+);$/.exec(code)?.[1]
    return { name: variable ?? struct, kind: 'struct', text }
  }
  const [, word, tag] = /^(enum|union) (\w+) \{/.exec(code) ?? []
  if (tag !== undefined) return { name: tag, kind: word === 'enum' ? 'enum' : 'union', text }
  const name = /^[\w *]*?(\w+)\(/.exec(code.replace(/__attribute__\(\(.*?\)\) /, ''))?.[1]
  if (name !== undefined && code.endsWith('}'))
    return { name, kind: 'function', text: above + (code.startsWith('static') ? code : ownOf(code)) }
  const variable = /^(?:static|struct) [^;=]*?(\w+)(?:\[[^;=]*)?(?: =|;)/.exec(code)?.[1]
  if (variable === undefined) return undefined
  return {
    name: variable,
    kind: 'variable',
    text: above + (code.startsWith('static') ? code : `static ${code}`),
  }
}

/** A function for one file alone; its head stands on one line, which whoever writes the file breaks. */
function ownOf(code: string): string {
  const end = code.indexOf('\n{')
  return `static ${code.slice(0, end).replace(/\n\s+/g, ' ')}${code.slice(end)}`
}

const isType = ({ kind }: Item): boolean => kind === 'enum' || kind === 'union' || kind === 'struct'

/** Whether code uses an item: a function is called, and a type has its word before it, or a variable of its own. */
function uses(code: string, one: Item): boolean {
  const { name, kind, text } = one
  if (kind === 'function') return new RegExp(`(?<![.>\\w])${name}\\(`).test(code) || passes(code, name)
  const isTag = isType(one) && !text.endsWith(`${name};`)
  const word = isTag ? `(?<!\\w)${kind} ${name}` : `(?<![.>\\w]|struct |union |enum )${name}`
  return new RegExp(`${word}\\b`).test(code)
}

/** Whether a function is the first argument of another, and the name not that of a variable there. */
const passes = (code: string, name: string): boolean =>
  new RegExp(`\\(${name}[,)]`).test(code) &&
  !new RegExp(`[\\w*] \\*?${name}\\b|#define \\w+\\([^)]*\\b${name}\\b`).test(code)

/** A type and a variable may have one name. */
const keyOf = (one: Item): string => (isType(one) ? `${one.kind} ${one.name}` : one.name)

/** What a program needs of all that there is, each before what uses it; of items of one name the first is meant. */
export function neededBy(code: string, all: readonly Item[]): readonly Item[] {
  const first = [...new Map(all.toReversed().map(one => [keyOf(one), one])).values()].toReversed()
  const needed = new Set<Item>()
  const add = (text: string, self?: Item): void => {
    for (const one of first) {
      if (one === self || needed.has(one) || !uses(bare(text), one)) continue
      add(one.text, one)
      needed.add(one)
    }
  }
  add(code)
  const macros = all.filter(one => one.kind === 'macro' && needed.has(one))
  return [...macros, ...kinds.flatMap(kind => [...needed].filter(one => one.kind === kind))]
}

/** Code without its comments and strings. */
const bare = (code: string): string =>
  code
    .replace(/"(?:[^"\\\n]|\\.)*"/g, '""')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*/g, '')
