import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { commands } from '../../generator/cli/commands/index.js'
import { emptyFolder } from '../empty-folder.js'
import { landlockstep } from '../landlockstep.js'

const folder = emptyFolder()
const env = { XDG_CACHE_HOME: join(folder, 'cache') }

/** Writes a file of that name and gives its path. */
function file(name: string, content: string): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const program = file(
  'good.json',
  '{"ops":[{"kind":"socket","as":0,"domain":"AF_INET","type":"SOCK_STREAM","protocol":"IPPROTO_TCP"}]}',
)

t.test('the help lists every command, and the help of each has an example', async t => {
  const { stdout, exitCode } = await landlockstep(['--help'])
  t.equal(exitCode, 0)
  for (const { name, example } of commands) {
    t.match(stdout, new RegExp(`^  ${name} `, 'm'))
    t.match(example, new RegExp(`^${name}\\b`))
  }
  t.match(
    (await landlockstep(['rejudge', '--help'])).stdout,
    /Example:\n {2}\$ landlockstep rejudge out\/runs\//,
  )
  t.equal((await landlockstep(['diff', '--help'])).exitCode, 0, 'what it was called is still known')
  t.notMatch((await landlockstep(['--help'])).stdout, /^ +diff\b/m, 'and not told')
})

t.test('what is mistyped is told with what may be meant, and exits with 2', async t => {
  const mistyped = async (args: readonly string[], said: RegExp) => {
    const { stderr, stdout, exitCode } = await landlockstep(args, env)
    t.match(stderr, said)
    t.equal(stdout, '')
    t.equal(exitCode, 2)
  }
  await mistyped(['rnu'], /unknown command 'rnu'[\s\S]*Did you mean run/)
  await mistyped(['--sede', '3'], /unknown option '--sede'[\s\S]*Did you mean --seed/)
  await mistyped(['run', '--seed', 'x'], /seed is a whole number/)
  await mistyped(['run', '--format', 'xml'], /Allowed choices are pretty, json/)
  await mistyped(['judge', '--tree', '.', '--built', '--arch', 's390x'], /'--built' cannot be used with/)
  await mistyped(['serve', '--listen', '[::1]:7421'], /number of IPv4 and a port/)
  await mistyped(['replay'], /missing required argument/)
  await mistyped(['run', '--kernel', 'debain:trixie'], /E_USAGE: .*debain:trixie.*debian:<suite>/)
})

t.test('bad input is told in a sentence that names it, and exits with 2', async t => {
  const bad = async (args: readonly string[], said: RegExp) => {
    const { stderr, exitCode } = await landlockstep(args, env)
    t.match(stderr, said)
    t.notMatch(stderr, /^\s+at .*\.ts:/m, 'no stack')
    t.equal(exitCode, 2)
  }
  await bad(
    ['judge', '--tree', folder, '--range', 'a..b', '--arch', 's390x', '--arch', 'arm64'],
    /E_USAGE: A tree is built for one architecture at a time/,
  )
  const broken = file('broken.json', '{"ops":[{"kind":"listen","socket":"zero"}]}')
  await bad(['explain', join(folder, 'none.json')], /E_FILE: .*none\.json cannot be read/)
  await bad(['explain', broken], /E_PROGRAM: .*broken\.json: ops\[0\]\.socket: expected a slot.*"zero"/)
  await bad(['explain', program], /E_TARGET: No kernel was probed yet that is abi/)
  await bad(['generate', '--target', 'abi-99'], /E_TARGET: .*abi-99/)
  await bad(['rejudge', join(folder, 'no-run')], /E_FILE: .*no-run is not there/)
  await bad(['rejudge', folder], /E_FILE: .*is no run folder/)
  await bad(['run', '--kernel', join(folder, 'vmlinuz')], /vmlinuz/)
  await bad(['run', '--kernel', program], /good\.json/)
  await bad(['uapi', program], /E_HEADER: .*landlock\.h/)
  await bad(
    ['run', '--kernel', 'native', '--filter', 'no-such-law'],
    /E_LAW: .*no-such-law[\s\S]*denial-is-final/,
  )
})

t.test('comparing asks for two kernels', async t => {
  const { stderr, exitCode } = await landlockstep(['compare', 'native'], env)
  t.match(stderr, /missing required argument/)
  t.equal(exitCode, 2)
})

t.test('the running kernel compared with itself has not changed', async t => {
  const { stdout, stderr, exitCode } = await landlockstep(
    ['compare', 'native', 'native', '--filter', 'handled-is-denied', '--json'],
    env,
  )
  t.equal(exitCode, 0, stderr)
  const said = JSON.parse(stdout) as { readonly programs: number; readonly same: number }
  t.match(said, { verdict: 'same', changes: [], unseen: [], differ: 0, lost: 0 })
  t.ok(said.programs > 0 && said.same === said.programs)
})

t.test('new programs run on the running kernel, in processes of their own, and find nothing', async t => {
  const args = [
    'fuzz',
    '--kernel',
    'native',
    '--law',
    'denial',
    '--programs',
    '2000',
    '--seed',
    '1',
    '--json',
  ]
  const { stdout, stderr, exitCode } = await landlockstep(args, env)
  t.equal(exitCode, 0, stderr)
  t.match(JSON.parse(stdout), {
    verdict: 'agree',
    kernels: [{ ref: 'native', programs: 2000, lost: 0, verdict: 'agree' }],
    divergences: [],
  })
})

t.test(
  'a kernel that cannot be had keeps no other one from being fuzzed, and one record tells of both',
  async t => {
    const gone = join(folder, 'vmlinuz')
    const args = [
      'fuzz',
      '--kernel',
      gone,
      '--kernel',
      'native',
      '--law',
      'denial',
      '--programs',
      '500',
      '--json',
    ]
    const { stdout, stderr, exitCode } = await landlockstep(args, env)
    t.equal(exitCode, 2, stderr)
    t.match(JSON.parse(stdout), {
      verdict: 'incomplete',
      kernels: [{ ref: 'native', programs: 500, verdict: 'agree' }],
      unavailable: [{ ref: gone, code: 'E_KERNEL' }],
      divergences: [],
    })
    const lines = stderr.split('\n')
    const told = lines.findIndex(line => line.includes('not fuzzed: E_KERNEL'))
    const asked = lines.findIndex(line => line.startsWith('native: '))
    t.ok(told >= 0 && told < asked, 'which is told before anything of the other')
  },
)

t.test('one that cannot be had alone is an error', async t => {
  const { stdout, stderr, exitCode } = await landlockstep(['fuzz', '--kernel', join(folder, 'vmlinuz')], env)
  t.equal(stdout, '')
  t.match(stderr, /landlockstep: E_KERNEL: /)
  t.equal(exitCode, 2)
})

t.test('setup tells what is missing and the one command that installs it', async t => {
  const bare = join(folder, 'bin')
  mkdirSync(bare)
  const { stdout, exitCode } = await landlockstep(['setup', '--json'], { PATH: bare })
  const { missing } = JSON.parse(stdout) as { missing: readonly { readonly name: string }[] }
  t.ok(missing.some(({ name }) => name.startsWith('qemu')))
  t.equal(exitCode, 2)
})
