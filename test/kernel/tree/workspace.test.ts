import { chmod, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import {
  checkOut,
  fileIn,
  openWorkspace,
  readRevision,
  type Workspace,
} from '../../../generator/kernel/tree/workspace.js'
import { commitAll, gitIn, put, stockTree, traceOf, treeFiles } from './tiny-tree.js'

const quiet = (): void => {}
let tree = ''
let home = ''

t.beforeEach(async t => {
  const folder = t.testdir({ cache: {}, 'a tree@home': {} })
  home = folder
  process.env.XDG_CACHE_HOME = join(folder, 'cache')
  tree = await stockTree(join(folder, 'a tree@home'))
})

const open = (): Promise<Workspace> => openWorkspace(tree, 'gcc')

t.test('a commit and the files as they are are read, and nothing is written to the tree', async t => {
  const before = await traceOf(tree)
  const workspace = await open()
  const head = await readRevision(workspace, 'HEAD', quiet)
  t.match(head, { commit: await gitIn(tree, 'rev-parse', 'HEAD'), says: /\(“Linux 7\.3”\)$/ })
  t.same(await readRevision(workspace, undefined, quiet), head)
  await checkOut(workspace, head.files)
  t.equal(await fileIn(workspace, head, 'Kconfig'), treeFiles.Kconfig)
  t.equal(await traceOf(tree), before)
})

t.test('a change that nobody committed counts, and a file that git ignores does not', async t => {
  const workspace = await open()
  const clean = await readRevision(workspace, undefined, quiet)
  await put(tree, { 'a.o': 'built' })
  t.equal((await readRevision(workspace, undefined, quiet)).files, clean.files)
  await put(tree, { 'security/landlock/net.c': 'int changed;\n', 'new.c': 'int fresh;\n' })
  const dirty = await readRevision(workspace, undefined, quiet)
  t.match(dirty, { commit: null, says: /with changes$/ })
  t.equal(await fileIn(workspace, dirty, 'security/landlock/net.c'), 'int changed;\n')
  t.equal(await fileIn(workspace, dirty, 'new.c'), 'int fresh;\n')
  t.equal(await gitIn(tree, 'status', '--porcelain'), 'M security/landlock/net.c\n?? new.c')
})

t.test('a worktree, a shallow clone and a tree that may only be read are trees like any other', async t => {
  const commit = await commitAll(tree, 'one').catch(() => gitIn(tree, 'rev-parse', 'HEAD'))
  const folder = home
  await gitIn(tree, 'worktree', 'add', '-q', '--detach', join(folder, 'linked'))
  await gitIn(tree, 'clone', '-q', '--depth=1', `file://${tree}`, join(folder, 'shallow'))
  for (const name of ['linked', 'shallow']) {
    const workspace = await openWorkspace(join(folder, name), 'gcc')
    t.equal((await readRevision(workspace, undefined, quiet)).commit, commit)
    t.equal((await readRevision(workspace, 'HEAD', quiet)).commit, commit)
  }
  await chmod(tree, 0o555)
  t.equal((await readRevision(await open(), undefined, quiet)).commit, commit)
  await chmod(tree, 0o755)
})

t.test(
  'a source without git is a tree, whatever its .gitignore says, without what was built in it',
  async t => {
    const folder = t.testdir({ source: {} })
    const source = join(folder, 'source')
    await put(source, {
      ...treeFiles,
      '.gitignore': '/*\n',
      'kernel/fork.o': 'built',
      '.config': 'CONFIG_X=y\n',
      vmlinux: 'built',
      'arch/x86/kernel/vmlinux.lds.S': 'SECTIONS\n',
      'Documentation/kbuild/modules.rst': 'Modules\n',
    })
    const workspace = await openWorkspace(source, 'gcc')
    const read = await readRevision(workspace, undefined, quiet)
    t.match(read, { commit: null, says: 'the files as they are' })
    t.equal(await fileIn(workspace, read, 'kernel/fork.c'), treeFiles['kernel/fork.c'])
    t.equal(await fileIn(workspace, read, 'kernel/fork.o'), undefined)
    t.equal(await fileIn(workspace, read, '.config'), undefined)
    t.equal(await fileIn(workspace, read, 'vmlinux'), undefined)
    t.equal(await fileIn(workspace, read, 'arch/x86/kernel/vmlinux.lds.S'), 'SECTIONS\n')
    t.equal(await fileIn(workspace, read, 'Documentation/kbuild/modules.rst'), 'Modules\n')
    await t.rejects(readRevision(workspace, 'HEAD', quiet), { code: 'E_TREE', message: /no git repository/ })
  },
)

t.test('what is no tree of Linux, has no Landlock, or has no such commit is told as that', async t => {
  const folder = home
  await put(folder, { file: '', 'empty/x': '' })
  await t.rejects(openWorkspace(join(folder, 'nothing'), 'gcc'), {
    code: 'E_TREE',
    message: /no such folder/,
  })
  await t.rejects(openWorkspace(join(folder, 'file'), 'gcc'), { code: 'E_TREE' })
  await t.rejects(openWorkspace(join(folder, 'empty'), 'gcc'), { code: 'E_TREE', message: /Makefile/ })
  await t.rejects(readRevision(await open(), 'nothing', quiet), {
    code: 'E_TREE',
    message: /no commit "nothing"/,
  })
  await t.rejects(readRevision(await open(), '--all', quiet), { code: 'E_TREE', message: /no commit/ })
  await rm(join(tree, 'security'), { recursive: true })
  await t.rejects(readRevision(await open(), undefined, quiet), {
    code: 'E_TREE',
    message: /no security\/landlock: Landlock is in Linux since 5\.13/,
  })
})

t.test('what is checked out is what the revision has, whatever became of the files since', async t => {
  const workspace = await open()
  const { files } = await readRevision(workspace, 'HEAD', quiet)
  await checkOut(workspace, files)
  await writeFile(join(workspace.source, 'Kconfig'), 'spoilt')
  await checkOut(workspace, files)
  const again = await openWorkspace(tree, 'gcc')
  t.equal(await fileIn(again, { files, commit: null, says: '' }, 'Kconfig'), treeFiles.Kconfig)
  const { readFile } = await import('node:fs/promises')
  t.equal(await readFile(join(workspace.source, 'Kconfig'), 'utf8'), treeFiles.Kconfig)
})

t.test('a hook and a setting of the user have no part in it', async t => {
  await put(tree, { '.git/hooks/post-checkout': '#!/bin/sh\ntouch "$0.ran"\n' })
  await chmod(join(tree, '.git/hooks/post-checkout'), 0o755)
  await gitIn(tree, 'config', 'core.fsmonitor', '/bin/false')
  const workspace = await open()
  const { files } = await readRevision(workspace, undefined, quiet)
  await checkOut(workspace, files)
  const { existsSync } = await import('node:fs')
  t.notOk(existsSync(join(tree, '.git/hooks/post-checkout.ran')))
  await symlink('/etc/passwd', join(tree, 'link'))
  const linked = await readRevision(workspace, undefined, quiet)
  await checkOut(workspace, linked.files)
  t.equal((await fileIn(workspace, linked, 'link')) ?? '', '/etc/passwd')
})
