import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { execToolchain, installedWith, prefixesOf } from '../../generator/shared/toolchain.js'
import { compileSuite } from '../../generator/suite/build.js'
import { answersIn, compileIn, landlock, prey, withoutLandlock } from '../hostile.js'
import { setVariable } from '../set-variable.js'

const dir = await mkdtemp(join(tmpdir(), 'landlockstep-test-'))
t.teardown(() => rm(dir, { recursive: true, force: true }))
const inside = (...path: readonly string[]): string => join(dir, ...path)

t.test('a hostile compiler has the suite and nothing else', { skip: withoutLandlock }, async t => {
  const { tries, close } = await prey(inside('prey'))
  t.teardown(close)
  for (const folder of ['bin', 'suite']) await mkdir(inside(folder))
  setVariable(t, 'CC', await compileIn(inside('bin'), 'confine/hostile.c'))
  const makefile = 'suite:\n\t$(CC) -o $@\n'
  await writeFile(inside('suite', 'Makefile'), makefile)
  const own = [`read ${inside('suite', 'Makefile')}`, 'run /bin/true', `write ${inside('suite', 'suite')}`]
  const others = tries.filter(one => landlock >= 6 || !one.startsWith('signal'))
  await writeFile(inside('suite', 'tries'), [...own, ...others, ''].join('\n'))
  await t.rejects(
    compileSuite(inside('suite'), () => {}),
    { code: 'E_COMPILE' },
  )
  t.strictSame(await answersIn(inside('suite')), [
    ...['read done', 'run done', 'write done'],
    ...others.map(one => `${one.split(' ')[0]} ${one.startsWith('signal') ? 'EPERM' : 'EACCES'}`),
  ])
  t.notOk(existsSync(inside('prey', 'spoilt')))
})

t.test('it has a temporary folder of its own, which is gone afterwards', async t => {
  const { stdout } = await execToolchain({}, 'sh', ['-c', 'echo x >"$TMPDIR/file" && echo "$TMPDIR"'])
  t.match(stdout, /^\/.*landlockstep-.*\n$/)
  t.not(stdout.trim(), tmpdir())
  t.notOk(existsSync(stdout.trim()))
})

t.test('a compiler brings what it was installed with, and nothing else that is there', async t => {
  for (const folder of [
    'cc/bin',
    'cc/lib64',
    'cc/x86_64-pc-linux-gnu',
    'cc/documents',
    'cc/.ssh',
    'links',
    'odd',
  ])
    await mkdir(inside(folder), { recursive: true })
  for (const program of ['cc/bin/one', 'odd/other']) await writeFile(inside(program), '', { mode: 0o755 })
  await symlink(inside('cc/bin/one'), inside('links/one'))
  const installed = ['bin', 'lib64', 'x86_64-pc-linux-gnu'].map(name => inside('cc', name))
  t.same(new Set(installedWith(inside('cc/bin/one'))), new Set([inside('cc/bin/one'), ...installed]))
  t.same(
    new Set(installedWith(inside('links/one'))),
    new Set([inside('links/one'), inside('cc/bin/one'), ...installed]),
  )
  t.strictSame(installedWith(inside('odd/other')), [inside('odd/other')])
  t.strictSame(prefixesOf(inside('links/one')), [inside('links'), inside('cc')])
  t.strictSame(installedWith('landlockstep-no-such-program'), [])
})
