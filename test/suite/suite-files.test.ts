import t from 'tap'
import { suiteFiles } from '../../generator/suite/suite-files.js'
import { readManifest, readSuite } from '../../generator/suite/suite-json.js'
import { everyOp } from '../data/every-op/suite.js'

const { made, files } = suiteFiles(everyOp)
const content = (path: string): string => files.find(one => one.path === path)?.content ?? ''

t.test('the same suite gives the same bytes and the same id, and another one another', async t => {
  t.same(suiteFiles(JSON.parse(JSON.stringify(everyOp))), { made, files })
  t.not(suiteFiles({ ...everyOp, seed: everyOp.seed + 1 }).made.id, made.id)
  const [first, ...others] = everyOp.tests
  if (first === undefined) throw new Error('no test')
  const other = {
    ...everyOp,
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
  t.same(readSuite(content('expected.json'), manifest, 'suite'), everyOp)
})
