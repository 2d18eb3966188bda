import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { countsOf, everyEntry } from '../../generator/report/counts.js'
import { outlineOf } from '../../generator/report/outline.js'
import { cacheFolder } from '../../generator/shared/cache-folder.js'
import { exec } from '../../generator/shared/exec.js'
import { emptyFolder } from '../empty-folder.js'
import { at, golden } from './golden.js'

const tool = 'tools/testing/kunit'

const namesIn = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : [])

/** The kernel's own reader of KTAP: of sources that were unpacked for a lab kernel, or of Debian's package linux-source. */
async function kunit(): Promise<string | undefined> {
  const trees = join(cacheFolder(), 'lab-trees')
  const unpacked = namesIn(trees).map(name => join(trees, name, 'source', tool, 'kunit.py'))
  const found = unpacked.find(path => existsSync(path))
  const [archive] = namesIn('/usr/src').filter(name => /^linux-source-.*\.tar\.xz$/.test(name))
  if (found !== undefined || archive === undefined) return found
  const folder = emptyFolder()
  const one = ['--strip-components=1', '--wildcards', `*/${tool}/*`]
  const { exitCode, stderr } = await exec('tar', ['-xJf', join('/usr/src', archive), '-C', folder, ...one])
  if (exitCode !== 0) throw new Error(stderr)
  return join(folder, tool, 'kunit.py')
}

const reader = await kunit()
const skip = reader === undefined ? 'no sources of a kernel here: apt-get install linux-source' : false

t.test("the kernel's kunit.py reads the same numbers, what is known as passed", { skip }, async t => {
  for (const { result, file } of golden) {
    const { stdout, stderr } = await exec('python3', ['-B', reader ?? '', 'parse', at(file('ktap'))])
    const { tests, agreed, diverged, known, flaky, lost, skipped } = countsOf(everyEntry(outlineOf(result)))
    const failed = diverged + flaky + lost
    const ran = `Ran ${tests} tests: passed: ${agreed + known}, failed: ${failed}, skipped: ${skipped}`
    t.equal(/Testing complete\. (.*)$/m.exec(stdout)?.[1], ran, stderr)
    t.notMatch(stdout, /ERROR/)
  }
})
