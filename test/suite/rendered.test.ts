import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { cacheFolder } from '../../generator/shared/cache-folder.js'
import { renderedFiles } from '../../generator/suite/rendered.js'
import { suiteFiles } from '../../generator/suite/suite-files.js'
import { smallSuite } from '../saved-run.js'

const suite = smallSuite()
const shelf = (): string => join(cacheFolder(), 'rendered')

t.test('a suite is rendered once, and what is kept of it is the same, byte for byte', async t => {
  process.env.XDG_CACHE_HOME = t.testdir()
  const fresh = suiteFiles(suite)
  t.strictSame(await renderedFiles(suite), fresh)
  t.strictSame(JSON.stringify(await renderedFiles(suite)), JSON.stringify(fresh), 'in the same order')
  const [entry = ''] = await readdir(shelf())
  await writeFile(join(shelf(), entry, 'files.json'), JSON.stringify({ made: fresh.made, files: [] }))
  t.strictSame(await renderedFiles(suite), fresh, 'what was changed is rendered again')
})

t.test('another suite is another entry', async t => {
  process.env.XDG_CACHE_HOME = t.testdir()
  const other = smallSuite(2)
  t.strictSame(await renderedFiles(suite), suiteFiles(suite))
  t.strictSame(await renderedFiles(other), suiteFiles(other))
  t.strictSame(await renderedFiles({ ...suite, seed: 3 }), suiteFiles({ ...suite, seed: 3 }))
  t.equal((await readdir(shelf())).length, 3)
})
