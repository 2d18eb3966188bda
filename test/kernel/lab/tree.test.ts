import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { patchTree } from '../../../generator/kernel/lab/tree.js'
import { read, timeOf, tinyFiles, tinyPatch } from './tiny.js'

const made = { name: 'new.patch', text: '--- /dev/null\n+++ b/new/d.c\n@@ -0,0 +1 @@\n+int d;\n' }

const gone = {
  name: 'gone.patch',
  text: '--- a/b.c\n+++ /dev/null\n@@ -1,4 +0,0 @@\n-int b(void)\n-{\n-\treturn 2;\n-}\n',
}

t.test('a tree becomes what it is with these patches and no others', async t => {
  const tree = t.testdir({ source: { ...tinyFiles } })
  const source = join(tree, 'source')
  await patchTree(tree, [tinyPatch('a.c', '1', '7'), made, gone], 'Linux')
  t.match(await read(join(source, 'a.c')), /return 7/)
  t.equal(await read(join(source, 'new/d.c')), 'int d;\n')
  t.notOk(existsSync(join(source, 'b.c')))

  await patchTree(tree, [tinyPatch('c.c', '3', '4')], 'Linux')
  t.equal(await read(join(source, 'a.c')), tinyFiles['a.c'])
  t.equal(await read(join(source, 'b.c')), tinyFiles['b.c'])
  t.match(await read(join(source, 'c.c')), /return 4/)
  t.strictSame(await readdir(join(source, 'new')), [])
})

t.test('only what differs is written, so that make has no more to do than it must', async t => {
  const tree = t.testdir({ source: { ...tinyFiles } })
  const files = ['a.c', 'b.c', 'c.c'].map(file => join(tree, 'source', file))
  await patchTree(tree, [tinyPatch('a.c', '1', '7'), tinyPatch('b.c', '2', '7')], 'Linux')
  const before = await Promise.all(files.map(timeOf))
  await patchTree(tree, [tinyPatch('a.c', '1', '7'), tinyPatch('b.c', '2', '8')], 'Linux')
  const after = await Promise.all(files.map(timeOf))
  t.strictSame(
    after.map((time, index) => time === before[index]),
    [true, false, true],
  )
})

t.test('a patch that does not apply leaves the tree as it was', async t => {
  const tree = t.testdir({ source: { ...tinyFiles } })
  await patchTree(tree, [tinyPatch('a.c', '1', '7')], 'Linux')
  const wrong = patchTree(tree, [tinyPatch('b.c', '2', '3'), tinyPatch('a.c', '5', '6')], 'Linux')
  await t.rejects(wrong, { code: 'E_PATCH' })
  t.match(await read(join(tree, 'source/a.c')), /return 7/)
  t.equal(await read(join(tree, 'source/b.c')), tinyFiles['b.c'])
  await patchTree(tree, [], 'Linux')
  t.equal(await read(join(tree, 'source/a.c')), tinyFiles['a.c'])
})

t.test('mistakes come after the patches, and the next patches find no trace of them', async t => {
  const tree = t.testdir({ source: { ...tinyFiles } })
  const mistakes = [
    { name: 'in-patched', file: 'a.c', find: 'return 7', replace: 'return 8' },
    { name: 'in-original', file: 'b.c', find: 'return 2', replace: 'return 0' },
  ]
  const patches = [tinyPatch('a.c', '1', '7')]
  await patchTree(tree, patches, 'Linux', mistakes)
  t.match(await read(join(tree, 'source/a.c')), /return 8/)
  t.match(await read(join(tree, 'source/b.c')), /return 0/)
  const absent = [{ name: 'absent', file: 'a.c', find: 'return 1', replace: '' }]
  await t.rejects(patchTree(tree, patches, 'Linux', absent), { code: 'E_MISTAKE' })
  t.match(await read(join(tree, 'source/a.c')), /return 8/, 'the tree is as it was')
  await patchTree(tree, patches, 'Linux')
  t.match(await read(join(tree, 'source/a.c')), /return 7/)
  t.equal(await read(join(tree, 'source/b.c')), tinyFiles['b.c'])
})
