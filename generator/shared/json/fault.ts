/** How deep JSON may be nested, and how many characters it may have; nothing that is written here comes near to either. */
export const bounds = { depth: 64, length: 128 * 2 ** 20 }

/** What is wrong with a JSON text, and at which character; what breaks the rules of JSON is a syntax error, the rest is against ours. */
export type Fault = { readonly at: number; readonly what: string; readonly isSyntax: boolean }

/** Something that has values in it, with what ends it; an object also with the keys that it has so far. */
type Open = { readonly close: '}' | ']'; readonly keys?: Set<string> }

/** A walk through a text: where it is, and what is open there. */
type Walk = { readonly text: string; readonly open: Open[]; readonly depth: number; at: number }

/**
 * The first thing in a text that is not JSON, or that no file here has: a key twice or one of a prototype, too deep, too long.
 * In one walk, which keeps no more than what is open, so that no text is too much for it.
 */
export function faultOf(text: string, { depth, length } = bounds): Fault | undefined {
  if (text.length > length) return against(0, `it has more than ${length} characters`)
  const walk: Walk = { text, open: [], depth, at: 0 }
  do {
    const fault = valueIn(walk) ?? separatorIn(walk)
    if (fault !== undefined) return fault
  } while (walk.open.length > 0)
  skipBlanks(walk)
  return walk.at === text.length ? undefined : syntax(walk, 'the end of the text')
}

/** Goes to where the next value ends, or to where its first one begins if it has some; before it stands its key. */
function valueIn(walk: Walk): Fault | undefined {
  const keys = walk.open.at(-1)?.keys
  const fault = keys === undefined ? undefined : keyIn(walk, keys)
  if (fault !== undefined) return fault
  skipBlanks(walk)
  switch (walk.text[walk.at]) {
    case '{':
      return enter(walk, { close: '}', keys: new Set() })
    case '[':
      return enter(walk, { close: ']' })
    case '"':
      return passString(walk) === undefined ? syntax(walk, 'a string that ends') : undefined
    default:
      return pass(walk, plain) ? undefined : syntax(walk, 'a value')
  }
}

function enter(walk: Walk, open: Open): Fault | undefined {
  if (walk.open.length === walk.depth) return against(walk.at, `it is nested more than ${walk.depth} deep`)
  walk.open.push(open)
  walk.at += 1
  return walk.text[skipBlanks(walk)] === open.close ? undefined : valueIn(walk)
}

function keyIn(walk: Walk, keys: Set<string>): Fault | undefined {
  const start = skipBlanks(walk)
  const key = passString(walk)
  if (key === undefined) return syntax(walk, 'a key in double quotes')
  const name: string = JSON.parse(key)
  if (reserved.has(name)) return against(start, `the key ${short(key)} is not allowed`)
  if (keys.has(name)) return against(start, `the key ${short(key)} stands there twice`)
  keys.add(name)
  if (walk.text[skipBlanks(walk)] !== ':') return syntax(walk, 'a colon')
  walk.at += 1
  return undefined
}

/** What every object has, and what a class has: a key of that name would be taken for it by a careless reader. */
const reserved = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype'])

/** Behind a value all that ends there is closed; then nothing is open any more, or a comma stands there. */
function separatorIn(walk: Walk): Fault | undefined {
  for (let last = walk.open.at(-1); last !== undefined; last = walk.open.at(-1)) {
    const next = walk.text[skipBlanks(walk)]
    if (next !== ',' && next !== last.close) return syntax(walk, `a comma or ${last.close}`)
    walk.at += 1
    if (next === ',') return undefined
    walk.open.pop()
  }
  return undefined
}

const blanks = /[ \t\n\r]*/y

const plain = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

/** Goes behind what matches, if it stands there and is not empty. */
function pass(walk: Walk, form: RegExp): boolean {
  form.lastIndex = walk.at
  if (!form.test(walk.text) || form.lastIndex === walk.at) return false
  walk.at = form.lastIndex
  return true
}

function skipBlanks(walk: Walk): number {
  pass(walk, blanks)
  return walk.at
}

/** What ends a string, or does not stand in it for itself. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is those that JSON does not take
const special = /["\\\u0000-\u001f]/g

const escaped = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y

/** Goes behind a string and gives it with its quotes; stays where it is if there is none. */
function passString(walk: Walk): string | undefined {
  const start = walk.at
  if (walk.text[start] !== '"') return undefined
  walk.at += 1
  for (let found = nextSpecial(walk); found !== undefined; found = nextSpecial(walk)) {
    walk.at = found
    if (walk.text[found] === '"') {
      walk.at += 1
      return walk.text.slice(start, walk.at)
    }
    if (!pass(walk, escaped)) break
  }
  walk.at = start
  return undefined
}

function nextSpecial({ text, at }: Walk): number | undefined {
  special.lastIndex = at
  return special.exec(text)?.index
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text)

const against = (at: number, what: string): Fault => ({ at, what, isSyntax: false })

function syntax({ text, at }: Walk, expected: string): Fault {
  const there = at < text.length ? `there is ${JSON.stringify(text.slice(at, at + 12))}` : 'the text ends'
  return { at, what: `expected ${expected}, and ${there}`, isSyntax: true }
}
