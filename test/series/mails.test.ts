import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { openWorkspace, type Workspace } from '../../generator/kernel/tree/workspace.js'
import { commitPatch } from '../../generator/series/apply.js'
import { baseOf, commitsOf } from '../../generator/series/base.js'
import { type MailedSeries, readMails, seriesOf } from '../../generator/series/mails.js'
import { commitAll, gitIn, put, stockTree, traceOf } from '../kernel/tree/tiny-tree.js'

const net = 'security/landlock/net.c'
let home = ''
let tree = ''
let workspace: Workspace

/** A tree, and a branch with three patches as git mails them. */
t.beforeEach(async t => {
  home = t.testdir()
  process.env.XDG_CACHE_HOME = join(home, 'cache')
  tree = await stockTree(join(home, 'linux'))
  workspace = await openWorkspace(tree, 'gcc')
  await gitIn(tree, 'checkout', '-q', '-b', 'series')
  for (const [number, text] of ['one', 'two', 'three'].entries()) {
    await put(tree, { [net]: `int hook_socket_bind(void)\n{\n\treturn ${number}; /* ${text} */\n}\n` })
    await commitAll(tree, `landlock: Return ${text}`)
  }
  await mkdir(join(home, 'mails'))
  await gitIn(
    tree,
    'format-patch',
    '-q',
    '-o',
    join(home, 'mails'),
    '--base=master',
    '--cover-letter',
    'master',
  )
  await gitIn(tree, 'checkout', '-q', 'master')
})

const mailed = async (...names: readonly string[]): Promise<MailedSeries> =>
  seriesOf(workspace, await readMails(names.map(name => join(home, 'mails', name))))

const subject = async (commit: string): Promise<string> => {
  const { stdout } = await import('../../generator/kernel/tree/git.js').then(({ tryGit }) =>
    tryGit(workspace, ['log', '-1', '--format=%s by %an <%ae>', commit]),
  )
  return stdout.trim()
}

t.test('a folder of mails is a series in its order, with its base; the cover letter is no patch', async t => {
  const series = await mailed('.')
  t.same(
    series.patches.map(({ number, total, subject }) => [number, total, subject]),
    [
      [1, 3, 'landlock: Return one'],
      [2, 3, 'landlock: Return two'],
      [3, 3, 'landlock: Return three'],
    ],
  )
  t.match(await baseOf(workspace, series, undefined), {
    commit: await gitIn(tree, 'rev-parse', 'master'),
    by: 'base-commit of the mails',
  })
})

t.test('a mailbox with replies, in another order, is the same series', async t => {
  const files = [
    '0003-landlock-Return-three.patch',
    '0001-landlock-Return-one.patch',
    '0002-landlock-Return-two.patch',
  ]
  const texts = await readMails(files.map(name => join(home, 'mails', name)))
  const reply =
    'From x Mon Sep 17 00:00:00 2001\nFrom: R <r@example.org>\nSubject: Re: [PATCH 1/3] landlock: Return one\n\n> diff --git a/a b/a\nLooks good.\n\n'
  await writeFile(join(home, 'box'), Buffer.concat([...texts, Buffer.from(reply)]))
  const series = await seriesOf(workspace, await readMails([join(home, 'box')]))
  t.same(
    series.patches.map(({ subject }) => subject),
    ['landlock: Return one', 'landlock: Return two', 'landlock: Return three'],
  )
})

t.test('without a base that is named the hashes in the mails tell it, and else it is asked for', async t => {
  const { patches } = await mailed('.')
  const series = { patches, base: null }
  const base = await gitIn(tree, 'rev-parse', 'master')
  await put(tree, { [net]: 'int later;\n' })
  await commitAll(tree, 'later')
  t.same(await baseOf(workspace, series, undefined), { commit: base, by: "the files' hashes in the mails" })
  t.match(await baseOf(workspace, series, 'HEAD'), { by: '--base' })
  const foreign = patches.map(one => ({
    ...one,
    diff: one.diff.replace(/index [0-9a-f]+/, 'index 0123456789'),
  }))
  await t.rejects(baseOf(workspace, { patches: foreign, base: 'a'.repeat(40) }, undefined), {
    code: 'E_BASE',
    message: /the mails name a{40}, which it lacks.*--base/,
  })
  await t.rejects(baseOf(workspace, series, 'nothing'), { code: 'E_BASE' })
})

t.test('mails become commits of ours, by whom they are, and nothing is written to the tree', async t => {
  const before = await traceOf(tree)
  const { patches } = await mailed('.')
  let commit = await gitIn(tree, 'rev-parse', 'master')
  for (const patch of patches) commit = await commitPatch(workspace, commit, patch)
  t.equal(await subject(commit), 'landlock: Return three by Dev <dev@example.org>')
  t.equal(await traceOf(tree), before)
  t.equal(await gitIn(tree, 'worktree', 'list').then(list => list.split('\n').length), 1)
  // The same mails are the same commits.
  let again = await gitIn(tree, 'rev-parse', 'master')
  for (const patch of patches) again = await commitPatch(workspace, again, patch)
  t.equal(again, commit)
})

t.test(
  'a patch that does not apply names itself, the file, the hunk and where it was looked for',
  async t => {
    const { patches } = await mailed('.')
    const base = await gitIn(tree, 'rev-parse', 'master')
    const [, second] = patches
    if (second === undefined) throw new Error('no second patch')
    await t.rejects(commitPatch(workspace, base, second), {
      code: 'E_PATCH',
      message:
        /patch 2\/3 \(“landlock: Return two”\) does not apply to \w{12}: hunk 1 of security\/landlock\/net\.c \(line 1\)/,
    })
  },
)

t.test('a mail names no file outside of the tree, by its path or through a link', async t => {
  const [first] = (await mailed('.')).patches
  if (first === undefined) throw new Error('no patch')
  const base = await gitIn(tree, 'rev-parse', 'master')
  const added = (path: string, mode: string, line: string): string =>
    `diff --git a/${path} b/${path}\nnew file mode ${mode}\nindex 0000000..1111111\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+${line}\n`
  for (const path of ['../outside', '/tmp/outside', '.git/hooks/x', 'a/../../outside'])
    await t.rejects(
      commitPatch(workspace, base, { ...first, diff: added(path, '100644', 'x') }),
      { code: 'E_PATCH' },
      path,
    )
  const link = `${added('out', '120000', '..')}\\ No newline at end of file\n${added('out/outside', '100644', 'x')}`
  await t.rejects(commitPatch(workspace, base, { ...first, diff: link }), { code: 'E_PATCH' })
})

t.test('what is no series is told as that', async t => {
  const rejects = async (names: readonly string[], message: RegExp): Promise<void> => {
    await t.rejects(mailed(...names), { code: 'E_MAIL', message })
  }
  await rejects(
    ['0001-landlock-Return-one.patch', '0003-landlock-Return-three.patch'],
    /v1 of the series lacks 2\/3/,
  )
  await rejects(['0000-cover-letter.patch'], /no patch: nothing in it begins with/)
  await writeFile(join(home, 'mails/junk.eml'), 'Hello.\n')
  await rejects(['junk.eml'], /no patch/)
  const one = await readMails([join(home, 'mails/0001-landlock-Return-one.patch')])
  const changed = Buffer.from(String(one[0]).replace('+\treturn 0', '+\treturn 9'))
  const second = Buffer.from(String(one[0]).replace('[PATCH 1/3]', '[PATCH v2 1/3]'))
  await t.rejects(seriesOf(workspace, [...one, changed]), {
    code: 'E_MAIL',
    message: /1\/3 is there twice, and the two differ/,
  })
  await t.rejects(seriesOf(workspace, [...one, second]), { code: 'E_MAIL', message: /versions 1 and 2/ })
  await mkdir(join(home, 'none'))
  await t.rejects(readMails([join(home, 'none')]), { code: 'E_MAIL', message: /has no mails/ })
  await t.rejects(readMails([join(home, 'gone')]), { code: 'E_FILE' })
  const part = await seriesOf(workspace, one, true)
  t.match(part.patches, [{ number: 1, total: 3 }])
})

t.test('a range is its commits, the oldest first', async t => {
  const { base, commits } = await commitsOf(workspace, 'master..series')
  t.equal(base, await gitIn(tree, 'rev-parse', 'master'))
  t.same(
    await Promise.all(commits.map(subject)),
    ['one', 'two', 'three'].map(one => `landlock: Return ${one} by Dev <dev@example.org>`),
  )
  await t.rejects(commitsOf(workspace, 'master'), { code: 'E_USAGE' })
  await t.rejects(commitsOf(workspace, 'series..series'), { code: 'E_USAGE', message: /no commit/ })
  await t.rejects(commitsOf(workspace, 'nothing..series'), { code: 'E_BASE' })
})
