import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import t from 'tap'
import { ToolError } from '../../generator/shared/error.js'
import { isProgram, programId, readProgram, writeJson } from '../../generator/suite/codec.js'
import { loadLaws } from '../../generator/suite/laws.js'
import { sample } from '../../generator/suite/sample.js'
import { suiteFiles } from '../../generator/suite/suite-files.js'
import { readManifest, readSuite } from '../../generator/suite/suite-json.js'
import { runs } from '../fuzz-runs.js'
import { targets } from '../targets.js'

const [target] = targets
if (target === undefined) throw new Error('no target')
const tests = sample((await loadLaws()).slice(0, 8), target, 1)
const programs = fc.constantFrom(...tests.map(({ program }) => program))

/** What is read, or undefined if it is refused with such a code; anything else that is thrown fails the property. */
function orRefused<T>(read: () => T, ...codes: readonly string[]): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof ToolError && codes.includes(error.code)) return undefined
    throw error
  }
}

const put = fc.oneof(
  fc.constantFrom(
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '-',
    '0',
    '9',
    'e',
    '\\',
    '\n',
    '"constructor"',
    '"__proto__":1,',
  ),
  fc.string({ unit: 'binary', maxLength: 2 }),
)

t.test(
  'a program comes back from its text, and from one with anything changed in it comes a program or an error',
  async () => {
    fc.assert(
      fc.property(programs, fc.nat(), fc.nat(2), put, (program, place, left, text) => {
        const whole = writeJson(program)
        const at = place % whole.length
        const changed = whole.slice(0, at) + text + whole.slice(at + left)
        const read = orRefused(() => readProgram(changed, 'p'), 'E_PROGRAM', 'E_FORMAT')
        return isDeepStrictEqual(readProgram(whole, 'p'), program) && (read === undefined || isProgram(read))
      }),
      runs(500),
    )
  },
)

t.test('of a suite with anything changed in it, no test has another program than its id says', async t => {
  const laws = [...new Set(tests.map(({ law }) => law))].map(name => ({
    name,
    claim: 'It holds.',
    place: 'x',
  }))
  const suite = { target, seed: 1, laws, tests: tests.slice(0, 6), notRunnable: [] }
  const { files } = suiteFiles(suite)
  const [expected = '', manifest = ''] = ['expected.json', 'manifest.json'].map(
    name => files.find(({ path }) => path === name)?.content,
  )
  t.same(readSuite(expected, readManifest(manifest, 'm'), 's').tests, suite.tests)
  const ids = new Map(suite.tests.map(({ id, program }) => [id, program]))
  fc.assert(
    fc.property(fc.boolean(), fc.nat(), fc.nat(2), put, (isFirst, place, left, text) => {
      const whole = isFirst ? expected : manifest
      const at = place % whole.length
      const changed = whole.slice(0, at) + text + whole.slice(at + left)
      const [one, other] = isFirst ? [changed, manifest] : [expected, changed]
      const read = orRefused(() => readSuite(one, readManifest(other, 'm'), 's'), 'E_SUITE', 'E_FORMAT')
      return (
        read === undefined ||
        read.tests.every(
          ({ id, program }) => id === programId(program) && isDeepStrictEqual(ids.get(id), program),
        )
      )
    }),
    runs(500),
  )
})
