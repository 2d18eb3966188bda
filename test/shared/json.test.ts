import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { z } from 'zod'
import { bounds, faultOf } from '../../generator/shared/json/fault.js'
import { readJson } from '../../generator/shared/json.js'
import { runs } from '../fuzz-runs.js'
import { excess } from '../linear.js'

const read = (text: string): unknown => readJson(z.unknown(), text, 'a.json')
const refused = (text: string, message: RegExp, code = 'E_FILE') =>
  t.throws(() => read(text), { code, message })

/** What the library of the language says, with the keys that it takes and we do not. */
function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}

t.test('what is no JSON is refused with file, position and what was expected', async t => {
  refused('', /^a\.json is not JSON: line 1, column 1: expected a value, and the text ends\.$/)
  refused('{\n  "a": 1\n  "b": 2 }', /line 3, column 3: expected a comma or \}, and there is/)
  refused('{ "a" 1 }', /line 1, column 7: expected a colon/)
  refused('{ a: 1 }', /expected a key in double quotes, and there is "a: 1/)
  refused('[1, ]', /column 5: expected a value, and there is "\]"/)
  refused('[1] 2', /column 5: expected the end of the text/)
  refused('"a', /expected a string that ends/)
  t.end()
})

t.test(
  'keys of prototypes and keys that stand twice are refused, also where they are written in another way',
  t => {
    for (const key of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'])
      refused(
        `[{ "a": { "${key}": 1 } }]`,
        new RegExp(`is refused: line 1, column 11: the key "${key}" is not allowed`),
      )
    refused('{ "\\u005f_proto__": 1 }', /the key "\\u005f_proto__" is not allowed/)
    refused('{ "a": 1, "\\u0061": 2 }', /the key "\\u0061" stands there twice/)
    t.strictSame(read('[{ "a": 1 }, { "a": 2 }, "constructor"]'), [{ a: 1 }, { a: 2 }, 'constructor'])
    t.end()
  },
)

t.test('what is nested too deep or is too long is refused, however much of it there is', t => {
  refused('['.repeat(100_000), /is nested more than 64 deep/)
  refused('{"a":'.repeat(1_000_000), /is nested more than 64 deep/)
  const deepest = '['.repeat(bounds.depth) + ']'.repeat(bounds.depth)
  t.equal(JSON.stringify(read(deepest)), deepest)
  t.match(faultOf('[1, 2]', { depth: 3, length: 5 }), { what: 'it has more than 5 characters' })
  t.end()
})

t.test('a file of a newer version is refused with the advice, one that names this format is read', t => {
  refused(
    '{ "format": 2, "ops": [] }',
    /a\.json has the format 2, .* reads format 1: update Landlockstep/,
    'E_FORMAT',
  )
  refused('{ "format": "one" }', /has the format "one"/, 'E_FORMAT')
  t.strictSame(read('{ "format": 1, "a": 2 }'), { a: 2 })
  t.end()
})

t.test('what a schema does not take is an error of the kind that the file is of', t => {
  const schema = z.strictObject({ list: z.array(z.int({ error: 'expected a number' })) })
  const bad = () => readJson(schema, '{ "list": [1, "two"] }', 'a.json', 'E_PROGRAM')
  t.throws(bad, { code: 'E_PROGRAM', message: 'a.json: list[1]: expected a number; it is "two".' })
  t.end()
})

t.test('every value comes back from its text, if no key of it is reserved', t => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'large' }), fc.nat(4), (value, indent) => {
      const text = JSON.stringify(value, null, indent)
      const fault = faultOf(text)
      if (fault !== undefined) return !fault.isSyntax
      return isDeepStrictEqual(readJson(z.array(z.unknown()), `[${text}]`, 'a.json'), [JSON.parse(text)])
    }),
    runs(300),
  )
  t.end()
})

const token = fc.constantFrom(
  ...['{', '}', '[', ']', ',', ':', '"a"', '"b"', '"\\u00e9"', '"', '\\', '1', '-', '0', '1.5e+3', '.', 'e'],
  ...['true', 'nul', 'null', ' ', '\n', '\u0000', '\u00a0', '\ufeff', '"\t"', '/*'],
)

t.test(
  'of texts made of parts of JSON those are taken that the language takes, but for keys that stand twice',
  t => {
    const texts = fc.oneof(
      fc.array(token, { maxLength: 12 }).map(parts => parts.join('')),
      fc.string(),
      fc.json(),
    )
    fc.assert(
      fc.property(texts, text => {
        const fault = faultOf(text)
        return fault === undefined || fault.isSyntax
          ? (fault === undefined) === (parsed(text) !== undefined)
          : true
      }),
      runs(3_000),
    )
    t.end()
  },
)

t.test('a text with a byte changed is read or refused, and never anything else', t => {
  const whole = JSON.stringify({ ops: [{ kind: 'bind', at: [1, 2.5e3, null, true, 'x\\"y'] }], more: {} })
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
      const changed = whole.slice(0, at) + String.fromCharCode(byte) + whole.slice(at + 1)
      try {
        read(changed)
        return true
      } catch (error) {
        return error instanceof Error && 'code' in error && error.code === 'E_FILE'
      }
    }),
    runs(1_000),
  )
  t.end()
})

for (const [what, part] of [
  ['strings', '"\\u0041",'],
  ['blanks', '   \n'],
  ['numbers', '1234567890123456789e1,'],
  ['quotes', '\\"'],
  ['keys', '"a'],
] as const)
  t.test(`the time for many ${what} is in proportion to them`, t => {
    const input = (size: number): string => `[${part.repeat(size / part.length)}`
    t.equal(excess(input, faultOf), undefined)
    t.end()
  })
