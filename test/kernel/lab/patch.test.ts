import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { applyPatches, failures, filesOf } from '../../../generator/kernel/lab/patch.js'
import { ToolError } from '../../../generator/shared/error.js'
import { runs } from '../../fuzz-runs.js'
import { excess } from '../../linear.js'
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

t.test(
  'a patch that would do more than change lines is refused, and so is one that does not go together',
  async t => {
    const whole = tinyPatch('a.c', '1', '2').text
    const git = `diff --git a/a.c b/a.c\n`
    const bad = (text: string, message: RegExp) =>
      t.throws(() => filesOf({ name: 'p', text }), { code: 'E_PATCH', message }, text.slice(0, 60))
    t.strictSame(filesOf({ name: 'p', text: `${git}index 1234567..89abcde 100644\n${whole}` }), ['a.c'])
    t.strictSame(
      filesOf({ name: 'p', text: `rename from here on\n${whole}-- \n2.39\n` }),
      ['a.c'],
      'words of a mail',
    )
    for (const line of [
      ...[
        'rename from a.c',
        'copy from a.c',
        'old mode 100644',
        'new mode 100755',
        'new file mode 120000',
        'deleted file mode 160000',
      ],
      ...['GIT binary patch', 'Binary files a/a.c and b/a.c differ'],
    ])
      bad(`${git}${line}\n${whole}`, /^p is no patch for a kernel: it does more: /)
    bad(whole.replace('+++ b/a.c', '+++ b/b.c'), /renames a\/a\.c to b\/b\.c/)
    bad(whole.replace('a/a.c', 'a.c').replace('b/a.c', 'a.c'), /names no file of a tree/)
    for (const path of ['../a.c', 'x/../a.c', './a.c', '/a.c', 'x//a.c', '"a.c', 'a\\b', 'a\u0007b', ''])
      bad(whole.replaceAll('/a.c', `/${path}`), /leads out of the tree/)
    bad(whole.replaceAll(/(a|b)\/a\.c/g, '/dev/null'), /names no file/)
    bad(
      whole.replace('@@ -1,4 +1,4 @@', '@@ -1,4 +1,3 @@'),
      /its hunk in line 3 .* has other lines than it says/,
    )
    bad(whole.replace('@@ -1,4 +1,4 @@', '@@ -1,5 +1,4 @@'), /its hunk in line 3 is cut off/)
    bad(whole.replace('@@ -1,4 +1,4 @@\n', ''), /line 3 begins no hunk/)
    bad(whole.replace(/^---.*\n/, ''), /line 2 belongs to no file/)
    for (let length = whole.indexOf('@@ -') + 3; length < whole.length; length++)
      t.throws(
        () => filesOf({ name: 'p', text: whole.slice(0, length) }),
        { code: 'E_PATCH' },
        `after ${length}`,
      )
  },
)

const path = fc.stringMatching(/^[a-z]{1,3}(\/[a-z._-]{0,2}[a-z]){0,2}$/)
const line = fc.tuple(
  fc.constantFrom(' ', '+', '-'),
  fc.constantFrom('x', '-- a/b', '++ b/c', '@ -1 +1 @@', '', ' '),
)
const hunk = fc.array(line, { minLength: 1, maxLength: 5 }).map(lines => {
  const count = (signs: string): number => lines.filter(([sign]) => signs.includes(sign)).length
  return [`@@ -1,${count(' -')} +1,${count(' +')} @@`, ...lines.map(([sign, text]) => sign + text)]
})
const changes = fc.uniqueArray(fc.tuple(path, fc.array(hunk, { minLength: 1, maxLength: 2 })), {
  selector: ([name]) => name,
  minLength: 1,
  maxLength: 3,
})
const patchOf = (all: readonly (readonly [string, readonly (readonly string[])[]])[]): string =>
  all.map(([name, hunks]) => [`--- a/${name}`, `+++ b/${name}`, ...hunks.flat(), ''].join('\n')).join('')

t.test('the files of every patch are those that it was made of, whatever its lines look like', async () => {
  fc.assert(
    fc.property(changes, all => {
      const files = filesOf({ name: 'p', text: patchOf(all) })
      return files.length === all.length && all.every(([name], index) => files[index] === name)
    }),
    runs(500),
  )
})

t.test('a patch that is changed anywhere names files of the tree, or is refused', async () => {
  const put = fc.oneof(
    fc.constantFrom('../', '\n', '--- ', '+++ ', '@@ -1 +1 @@\n', 'diff --git ', '/', '\0'),
    fc.string({ unit: 'binary', maxLength: 3 }),
  )
  fc.assert(
    fc.property(changes, fc.nat(), fc.nat(3), put, (all, place, left, text) => {
      const whole = patchOf(all)
      const at = place % whole.length
      try {
        const files = filesOf({ name: 'p', text: whole.slice(0, at) + text + whole.slice(at + left) })
        return files.every(file => !file.split('/').some(part => ['', '.', '..'].includes(part)))
      } catch (error) {
        return error instanceof ToolError && error.code === 'E_PATCH'
      }
    }),
    runs(1_500),
  )
})

t.test('the time for a patch, and for what patch(1) says, is in proportion to its length', async t => {
  const read = (text: string): unknown => {
    failures(text)
    try {
      return filesOf({ name: 'p', text })
    } catch (error) {
      return error
    }
  }
  const parts = [
    '--- a/b\n+++ a/b\n',
    ' (',
    '(x)',
    '@@ -1,999999999 +1 @@\n',
    '\n',
    ' \n',
    '/',
    'x',
    '\t',
    'diff --git a\n',
  ]
  for (const part of parts)
    for (const start of [
      '',
      'patching file a',
      '--- a/b\n+++ a/b\n@@ -1,999999999 +1,999999999 @@\n',
      '--- ',
      '--- a\n+++ ',
    ])
      t.equal(
        excess(size => start + part.repeat(size / part.length), read),
        undefined,
        JSON.stringify(start + part),
      )
})
