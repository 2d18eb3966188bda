import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { coverUpstream } from '../../generator/run/upstream.js'
import { packageFolder } from '../../generator/shared/paths.js'

const run = await coverUpstream('debian:trixie-backports', () => {})

t.test(
  "the model contradicts none of upstream's tests, and allows one outcome of each step that it follows",
  async t => {
    t.same(run.contradictions, [])
    t.equal(run.several, 0)
    t.ok(run.tests >= 380, `${run.tests} tests`)
    t.ok(run.exact >= 9_800, `${run.exact} steps`)
    // What became of an MPTCP connection is known a moment later, so that a few more are followed, or less.
    t.ok(run.whole >= 365, `${run.whole} to their end`)
  },
)

t.test('the page is of the tests and the kernel of now', async t => {
  const page = readFileSync(join(packageFolder, 'generator/coverage/upstream/README.md'), 'utf8')
  t.ok(page.includes(`| tests | ${run.tests} |`), `${run.tests} tests of ${run.source}`)
})
