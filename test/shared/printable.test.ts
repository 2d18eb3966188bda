import t from 'tap'
import { abridged, inLines, printable } from '../../generator/shared/printable.js'

t.test('what a terminal obeys is shown, lines and tabs stay', async t => {
  t.equal(printable('a\tb\n'), 'a\tb\n')
  t.equal(printable('\x1b[2J\x07\r\x9b0m\x7f\0'), '\\u001b[2J\\u0007\\u000d\\u009b0m\\u007f\\u0000')
  t.equal(printable('\u202egnp.exe'), '\\u202egnp.exe')
  t.equal(printable('→ ü “x” 🙂'), '→ ü “x” 🙂')
})

t.test('a text that nobody can read is cut in its middle', async t => {
  t.equal(abridged('short\n'), 'short\n')
  const long = abridged(`first\n${'x'.repeat(3_000_000)}\nlast`)
  t.match(long, /^first\nx+\n… \(\d+ characters are left out here\)\nx+\nlast$/)
  t.ok(long.length < 17_000)
})

t.test('JSON says the same afterwards', async t => {
  const value = { 'a\x1b': 'b\x7f\x9b\u2028\n', list: ['\0'] }
  const json = printable(JSON.stringify(value, null, 2))
  t.strictSame(JSON.parse(json), value)
  t.notMatch(json, /[^\n\x20-\x7e]/)
})

t.test('a text in a value can make no line of its own', async t => {
  const value = {
    ref: 'x\nKernel and specs agree',
    list: ['a\tb', { deep: '\x1b[1A' }],
    count: 3,
    none: null,
  }
  t.strictSame(inLines(value), {
    ref: 'x\\nKernel and specs agree',
    list: ['a\\tb', { deep: '\\u001b[1A' }],
    count: 3,
    none: null,
  })
})
