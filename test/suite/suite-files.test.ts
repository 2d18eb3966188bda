import t from 'tap'
import { programId } from '../../generator/suite/codec.js'
import type { Suite } from '../../generator/suite/suite.js'
import { suiteFiles } from '../../generator/suite/suite-files.js'
import { readManifest, readSuite } from '../../generator/suite/suite-json.js'
import { everyOp } from '../data/every-op/suite.js'

/** The example with the ids and the order that suites have. */
const suite: Suite = {
  ...everyOp,
  laws: [...new Set(everyOp.tests.map(({ law }) => law))].flatMap(law =>
    everyOp.laws.filter(({ name }) => name === law),
  ),
  tests: everyOp.tests.map(test => ({ ...test, id: programId(test.program) })),
}
const { made, files } = suiteFiles(suite)
const content = (path: string): string => files.find(one => one.path === path)?.content ?? ''

t.test('the same suite gives the same bytes and the same id, and another one another', async t => {
  t.same(suiteFiles(JSON.parse(JSON.stringify(suite))), { made, files })
  t.not(suiteFiles({ ...suite, seed: suite.seed + 1 }).made.id, made.id)
  const [first, ...others] = suite.tests
  if (first === undefined) throw new Error('no test')
  const other = {
    ...suite,
    tests: [{ ...first, allowed: first.allowed.map(() => ['E2BIG' as const]) }, ...others],
  }
  t.not(suiteFiles(other).made.id, made.id)
})

t.test('its C tells its id, and its manifest what it is made of', async t => {
  t.match(content('suite_id.c'), `suite_id[] = "${made.id}";`)
  t.match(content('Makefile'), /^\tsuite_id\.c$/m)
  const told = ['manifest.json', 'suite_id.c']
  t.same(
    Object.keys(made.files).sort(),
    files
      .map(({ path }) => path)
      .filter(path => !told.includes(path))
      .sort(),
  )
  const manifest = readManifest(content('manifest.json'), 'manifest.json')
  t.same(manifest.suite, made)
  t.same(readSuite(content('expected.json'), manifest, 'suite'), suite)
})
