import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { exportProgram } from '../../generator/export/export-program.js'
import { patchOf } from '../../generator/export/patch.js'
import { ready, startJob } from '../../generator/run/job.js'
import { exec } from '../../generator/shared/exec.js'
import { packageFolder } from '../../generator/shared/paths.js'
import { at, bind, by, layer, program, tcp } from '../../specs/arbitrary/ops.js'
import { emptyFolder } from '../empty-folder.js'
import { landlockstep } from '../landlockstep.js'
import { newest } from './exported.js'

/** As little as makes a folder a kernel tree to us, with the landlock.h of the newest ABI. */
function tinyTree(): string {
  const tree = emptyFolder()
  const put = (path: string, content: string): void => {
    mkdirSync(dirname(join(tree, path)), { recursive: true })
    writeFileSync(join(tree, path), content)
  }
  put('include/uapi/linux/landlock.h', '#define LANDLOCK_RESTRICT_SELF_NO_NEW_PRIVS 1\n')
  put('tools/testing/selftests/landlock/common.h', '')
  put('tools/testing/selftests/kselftest_harness.h', '')
  return tree
}

const denied = 'test/data/denied-bind.json'
const text = readFileSync(join(packageFolder, denied), 'utf8')

// A kernel of that ABI has been asked what it is, here or by whoever ran before.
await ready('debian:trixie-backports', await startJob(join(emptyFolder(), 'job'), () => {}))

t.test('a program becomes a test of the tree, and a mail that git takes', async t => {
  const tree = tinyTree()
  const { path, file, about } = await exportProgram({ tree, target: undefined, text, place: denied })
  t.equal(readFileSync(join(tree, path), 'utf8'), file.content)
  t.match(path, /^tools\/testing\/selftests\/landlock\/landlockstep_case_[\da-f]{12}_test\.c$/)
  t.match(file.content, /EXPECT_EQ\(variant->is_sandboxed \? -EACCES : 0,\n/)
  const git = (...args: readonly string[]) =>
    exec('git', ['-C', tree, '-c', 'user.name=A Tester', '-c', 'user.email=tester@example.org', ...args])
  await git('init', '--quiet')
  for (const [key, value] of [
    ['user.name', 'A Tester'],
    ['user.email', 'tester@example.org'],
  ] as const)
    await git('config', key, value)
  await git('commit', '--quiet', '--allow-empty', '--message', 'Before')
  const subject = 'selftests/landlock: Test what a program gives'
  const mail = await patchOf(tree, [file], { subject, paragraphs: about })
  writeFileSync(join(tree, 'mail'), mail)
  const other = emptyFolder()
  await exec('git', ['clone', '--quiet', tree, other])
  const taken = await exec('git', [
    ...[
      '-C',
      other,
      '-c',
      'user.name=B',
      '-c',
      'user.email=b@example.org',
      'am',
      '--signoff',
      join(tree, 'mail'),
    ],
  ])
  t.equal(taken.exitCode, 0, taken.stderr)
  t.equal(readFileSync(join(other, path), 'utf8'), file.content)
  const { stdout } = await exec('git', ['-C', other, 'log', '-1', '--format=%an%n%s%n%b'])
  t.match(stdout, /^A Tester\nselftests\/landlock: Test what a program gives\n/)
  t.match(stdout, /EACCES/)
  t.match(stdout, /Signed-off-by: B /)
})

t.test('what no exported file can say is told with its reason', async t => {
  const forked = program(
    layer(newest, 0, ['bind_tcp']),
    { kind: 'fork', child: 1 },
    by(1, tcp(0), bind(0, at('a'))),
  )
  const order = { tree: tinyTree(), target: undefined, text: JSON.stringify(forked), place: 'forked.json' }
  await t.rejects(exportProgram(order), { code: 'E_EXPORT', message: /forked\.json .*processes/ })
})

t.test('the command says where tests go, and what is asked for wrongly', async t => {
  const bad = async (args: readonly string[], message: RegExp): Promise<void> => {
    const { exitCode, stderr } = await landlockstep(['export', ...args])
    t.match(stderr, message)
    t.equal(exitCode, 2)
  }
  await bad([], /E_USAGE: Say where the tests go: .*--kselftest/)
  await bad(['--kselftest', emptyFolder()], /E_USAGE: .* is no kernel tree/)
  await bad(['--kselftest', tinyTree(), '--law', 'no-such-law'], /E_LAW/)
  await bad(['--kselftest', tinyTree(), '--law', 'denial', denied], /E_USAGE: Say one of the two/)
  const tree = tinyTree()
  const { stdout, exitCode } = await landlockstep([
    'export',
    '--kselftest',
    tree,
    join(packageFolder, denied),
    '--json',
  ])
  t.equal(exitCode, 0)
  const [, path = ''] = /"path": "(.*)"/.exec(stdout) ?? []
  t.ok(existsSync(join(tree, path)))
})
