import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { cacheFolder } from '../../generator/shared/cache.js'
import { exec } from '../../generator/shared/exec.js'

/** The kernel's own reader of KTAP, where sources of a kernel were unpacked for a lab kernel. */
function kunit(): string | undefined {
  const trees = join(cacheFolder(), 'lab-trees')
  try {
    const [tree] = readdirSync(trees).filter(name => !name.startsWith('.'))
    return tree === undefined ? undefined : join(trees, tree, 'source/tools/testing/kunit/kunit.py')
  } catch {
    return undefined
  }
}

const reader = kunit()
const skip = reader === undefined ? 'no lab kernel was built here, so there are no sources of one' : false

t.test(
  "the kernel's kunit.py reads KTAP with the same numbers, what is known as passed",
  { skip },
  async t => {
    const small = fileURLToPath(new URL('../data/report/small.ktap', import.meta.url))
    const { stdout, stderr } = await exec('python3', ['-B', reader ?? '', 'parse', small])
    t.match(stdout, /^.*Testing complete\. Ran 13 tests: passed: 8, failed: 5$/m, stderr)
    t.notMatch(stdout, /ERROR/)
  },
)
