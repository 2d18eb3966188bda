import { join } from 'node:path'
import t from 'tap'
import { judgeBuilt } from '../../generator/series/built.js'
import { commitAll, gitIn, put, stockTree } from '../kernel/tree/tiny-tree.js'
import { setVariable } from '../set-variable.js'

const order = { choice: { seed: 1 }, policy: {} }

t.test('what is not built, or is of no commit, has no verdict', async t => {
  const folder = t.testdir({ linux: {} })
  const tree = await stockTree(join(folder, 'linux'))
  const judge = () => judgeBuilt(tree, order, () => {})
  setVariable(t, 'O', undefined)
  await t.rejects(judge(), { code: 'E_USAGE', message: /^Set O / })
  setVariable(t, 'O', '.out')
  await t.rejects(judge(), { code: 'E_TREE', message: /build the kernel first, by make O=\.out/ })
  await put(tree, { '.gitignore': '.out\n', '.out/arch/x86/boot/bzImage': 'no image' })
  await commitAll(tree, 'ignore')
  await put(tree, { 'b.c': 'int b(void);\n' })
  await t.rejects(judge(), { code: 'E_TREE', message: /has changes that its commit has not/ })
  await gitIn(tree, 'checkout', '-q', '--', 'b.c')
  await t.rejects(judge(), { code: 'E_KERNEL', message: /is no kernel image/ })
})
