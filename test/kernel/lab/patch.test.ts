import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { applyPatches, failures, filesOf } from '../../../generator/kernel/lab/patch.js'
import { tinyFiles, tinyPatch } from './tiny.js'

t.test('the files of a patch: changed, made and removed, but no line that only looks like a header', t => {
  const text = [
    'From: somebody',
    'diff --git a/net/socket.c b/net/socket.c',
    '--- a/net/socket.c\t2026-01-01',
    '+++ b/net/socket.c\t2026-01-01',
    '@@ -1,2 +1,2 @@',
    '--- a/not/a/file',
    '+++ b/not/a/file',
    ' same',
    '--- /dev/null',
    '+++ b/security/new.c',
    '@@ -0,0 +1 @@',
    '+int x;',
    '--- a/old.c',
    '+++ /dev/null',
    '@@ -1 +0,0 @@',
    '-int y;',
    '\\ No newline at end of file',
  ].join('\n')
  t.strictSame(filesOf({ name: 'p', text }), ['net/socket.c', 'security/new.c', 'old.c'])
  t.end()
})

t.test('a patch that leads out of the tree, and one without a file, are refused', t => {
  const outside = { name: 'evil.patch', text: '--- /dev/null\n+++ b/../../evil\n@@ -0,0 +1 @@\n+x\n' }
  t.throws(() => filesOf(outside), { code: 'E_PATCH', message: /evil\.patch.*out of the tree/ })
  t.throws(() => filesOf({ name: 'empty.patch', text: 'hello\n' }), { code: 'E_PATCH', message: /no file/ })
  t.end()
})

t.test('patches are applied in turn, each to what the one before it left', async t => {
  const folder = t.testdir({ ...tinyFiles })
  await applyPatches([tinyPatch('a.c', '1', '7'), tinyPatch('a.c', '7', '8')], folder, 'Linux 6.12')
  t.match(await readFile(join(folder, 'a.c'), 'utf8'), 'return 8;')
})

t.test(
  'a patch that does not apply is named, with file, hunk, version and what was applied before',
  async t => {
    const folder = t.testdir({ ...tinyFiles })
    await t.rejects(
      applyPatches([tinyPatch('b.c', '2', '9'), tinyPatch('a.c', '5', '6')], folder, 'Linux 6.12.117-1'),
      {
        code: 'E_PATCH',
        message:
          /^5-to-6\.patch does not apply to Linux 6\.12\.117-1, after 2-to-9\.patch: hunk 1 of a\.c \(line 1\)/,
      },
    )
  },
)

t.test('a patch to a file that is not there says so, and one that is cut short is no patch', async t => {
  const folder = t.testdir({})
  await t.rejects(applyPatches([tinyPatch('a.c', '1', '2')], folder, 'Linux 6.12'), {
    code: 'E_PATCH',
    message: /: b\/a\.c is not there/,
  })
  await writeFile(join(folder, 'a.c'), tinyFiles['a.c'] ?? '')
  const { name, text } = tinyPatch('a.c', '1', '2')
  await t.rejects(applyPatches([{ name, text: text.slice(0, 60) }], folder, 'Linux 6.12'), {
    code: 'E_PATCH',
    message: /cannot be read as a patch/,
  })
})

t.test('of several files, only the hunks that failed are told, each with its own', t => {
  const said = `patching file net/socket.c
Hunk #1 succeeded at 12 (offset 3 lines).
Hunk #2 FAILED at 120.
1 out of 2 hunks FAILED
patching file security/landlock/net.c (renamed from x)
Hunk #3 FAILED at 7.
`
  t.strictSame(failures(said), [
    { file: 'net/socket.c', hunk: '2', line: '120' },
    { file: 'security/landlock/net.c', hunk: '3', line: '7' },
  ])
  t.end()
})
