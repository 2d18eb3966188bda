import t from 'tap'
import { addWarnings, remarksIn, warningsIn } from '../../../generator/kernel/tree/warnings.js'
import { saidOf } from '../../../generator/series/sparse.js'
import { freshCheck } from '../../../generator/series/tool-check.js'

const log = `  CC      security/landlock/net.o
security/landlock/net.c: In function ‘f’:
security/landlock/net.c:12:9: warning: unused variable ‘x’ [-Wunused-variable]
./include/linux/a.h:3:1: warning: odd
  CC      security/landlock/fs.o
  LD      vmlinux
`

t.test('warnings are told by file, without the lines that they are in', t => {
  t.same(warningsIn(log), {
    compiled: ['security/landlock/net.c', 'security/landlock/fs.c'],
    warnings: {
      'security/landlock/net.c': ['unused variable ‘x’ [-Wunused-variable]'],
      'include/linux/a.h': ['odd'],
    },
  })
  t.end()
})

t.test('what is not made anew keeps its warnings, and what is made anew has those of now', async t => {
  const folder = t.testdir()
  const first = await addWarnings(folder, log)
  t.same(await addWarnings(folder, '  CC      security/landlock/fs.o\n'), first)
  t.same(await addWarnings(folder, '  CC      security/landlock/net.o\n'), { 'include/linux/a.h': ['odd'] })
})

t.test('of a patch only what is new in the files that it touches is told', t => {
  const [before, after] = [{ 'a.c': ['old'] }, { 'a.c': ['old', 'new'], 'b.c': ['other'] }]
  t.match(freshCheck('compiler', ['a.c'], before, after), { status: 'warn', details: ['a.c: new'] })
  t.match(freshCheck('compiler', ['c.c'], before, after), { status: 'pass', details: [] })
  t.end()
})

t.test('what sparse says is read by file, each thing once', t => {
  t.strictSame(
    remarksIn(
      [
        '  CHECK   security/landlock/net.c',
        'security/landlock/net.c:31:33: warning: incorrect type in initializer (different base types)',
        'security/landlock/net.c:99:1: warning: incorrect type in initializer (different base types)',
        './include/net/sock.h:5:2: error: undefined identifier',
        'make[3]: *** [security/landlock/net.o] Error 1',
      ].join('\n'),
      /^((?:warning|error): .*)$/,
    ),
    {
      'security/landlock/net.c': ['warning: incorrect type in initializer (different base types)'],
      'include/net/sock.h': ['error: undefined identifier'],
    },
  )
  t.end()
})

t.test('where sparse did not look, nothing is said, though make is content', t => {
  const [file, line] = ['security/landlock/net.c', 'security/landlock/net.c:31:33: warning: odd']
  const old =
    'Makefile:1311: C=2 specified, but sparse is not available or not up to date\n  CC      security/landlock/net.o\n'
  t.equal(saidOf([file], old), undefined)
  t.strictSame(saidOf([file], `  CHECK   ${file}\n${line}\n`), { [file]: ['warning: odd'] })
  t.strictSame(saidOf([file], `  CHECK   ${file}\n`), {})
  t.equal(saidOf([file, 'security/landlock/fs.c'], `  CHECK   ${file}\n`), undefined)
  t.end()
})
