import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { gridCoverage } from '../../generator/coverage/grid-coverage.js'
import { gridTable } from '../../generator/report/grid-coverage.js'
import { packageFolder } from '../../generator/shared/paths.js'
import { gridOf } from '../../specs/grid/grid.js'
import { targets } from '../targets.js'

for (const target of targets) {
  t.test(
    `the model of ABI ${target.abi} says what becomes of nearly every call, and that it is one thing`,
    async t => {
      const { all, gaps } = gridCoverage(target)
      t.equal(all.calls, gridOf(target).length)
      t.ok(all.calls > 3_000, 'it is a grid of some size')
      t.ok(all.silent <= 0.03 * all.calls, `silent in ${all.silent}`)
      t.ok(all.several <= 0.02 * all.calls, `several outcomes in ${all.several}`)
      t.same(
        [...new Set(gaps.map(({ kind, state }) => `${kind.split(' ')[0]}, ${state}`))],
        ['MPTCP, left by its peer'],
      )
    },
  )
}

t.test(
  'of what is drawn call by call the model is silent about at most one program in a hundred',
  async t => {
    const [newest] = targets.slice(-1)
    if (newest === undefined) throw new Error('no target')
    const { programs, silent } = gridCoverage(newest).drawn
    t.ok(silent <= programs / 100, `${silent} of ${programs}`)
  },
)

t.test('the page of the grid has the figures of now', async t => {
  const [, , newest] = targets
  if (newest === undefined) throw new Error('no target')
  const page = readFileSync(join(packageFolder, 'specs/grid/README.md'), 'utf8')
  t.ok(page.includes(gridTable(gridCoverage(newest))), 'the page has the figures of now')
})
