import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { release } from 'node:os'
import { join } from 'node:path'
import t, { type Test as Tap } from 'tap'
import { exec } from '../generator/shared/exec.js'
import { renderHarnessTest, renderReproducer, type ShownFinding } from '../generator/suite/render.js'
import {
  addRule,
  at,
  atOnce,
  bind,
  by,
  close,
  create,
  enforce,
  layer,
  listen,
  program,
  server,
  tcp,
  udp,
} from '../specs/arbitrary/ops.js'
import { races } from '../specs/ops/races.js'
import { callRoutes } from '../specs/ops/routes.js'
import type { Outcome } from '../specs/outcome.js'
import type { Op, Program } from '../specs/program.js'
import { hasRoute, headerOf, tree } from './alone-machine.js'
import { everyOp } from './data/every-op/suite.js'
import { emptyFolder } from './empty-folder.js'
import { madeUp, newest, target, testOf } from './made-up-finding.js'

const folder = emptyFolder()

async function compile(name: string, content: string, args: readonly string[]): Promise<string> {
  const path = join(folder, `${name}.c`)
  writeFileSync(path, content)
  const { exitCode, stderr } = await exec('gcc', ['-Wall', '-Wextra', '-Werror', ...args, path])
  if (exitCode !== 0) throw new Error(stderr)
  return join(folder, name)
}

/** Without a link; what nobody uses is warned of only by the whole way to an object. */
const object = ['-c', '-o', '/dev/null']

let count = 0

/** What a program prints and exits with that stands alone, on the kernel that runs here. */
async function run(shown: ShownFinding) {
  const name = `reproducer-${count++}`
  const binary = await compile(name, renderReproducer(shown), ['-static', '-o', join(folder, name)])
  const { exitCode, stdout } = await exec(binary, [])
  return { exitCode, stdout }
}

const denied = program(layer(target, 0, ['bind_tcp']), tcp(0), bind(0, at('a')))
const first = await run(madeUp(denied, 'OK', 'EACCES'))
const noLandlock = /step|Cannot|Bail out/.test(first.stdout) && `cannot be tried here: ${first.stdout}`

t.test(
  'a reproducer exits with 1 if the kernel does what was found, and 0 if not',
  { skip: noLandlock },
  async t => {
    t.equal(first.exitCode, 0)
    t.match(first.stdout, / = -13 \(Permission denied\)\nThe kernel does not do what was found\.\n$/)
    const second = await run(madeUp(denied, 'EACCES', 'OK'))
    t.equal(second.exitCode, 1)
    t.match(
      second.stdout,
      / 3 {2}bind_address\(sock\[0\], ipv4\(AF_INET, "127\.0\.0\.1", 2000\)\) = -13 \(Permission denied\), expected OK\n/,
    )
    t.match(second.stdout, /The kernel does what was found\.\n$/)
    const other = madeUp(denied, 'EACCES', 'OK')
    const elsewhere = { ...other, test: { ...other.test, allowed: other.test.allowed.with(1, ['EPERM']) } }
    t.match(await run(elsewhere), { exitCode: 4, stdout: /another step gave what is not expected/ })
  },
)

t.test('a broken law is reproduced only by all of its outcomes', { skip: noLandlock }, async t => {
  const right = madeUp(denied, 'EACCES', 'EACCES')
  const law = { ...right, step: null, observed: 'law broken' }
  t.match(await run(law), { exitCode: 1 })
  t.match(await run({ ...law, outcomes: law.outcomes.with(0, 'EINVAL') }), { exitCode: 0 })
})

t.test(
  'a program that a kernel did not survive is tried by what becomes of it',
  { skip: noLandlock },
  async t => {
    const right = madeUp(denied, 'EACCES', 'EACCES')
    const lost = { ...right, step: null, observed: 'WARNING: net/core/sock.c', outcomes: [] }
    t.match(await run(lost), { exitCode: 0, stdout: /does not do what was found/ })
  },
)

const take: Op = { kind: 'take_fd', from: 0, socket: 0, as: 3, actor: 1 }
const passing = program(
  server(0, at('a')),
  { kind: 'fork', child: 1 },
  by(1, layer(target, 0, ['bind_tcp']), tcp(1), bind(1, at('b'))),
  { kind: 'send_fd', socket: 0 },
  by(1, { kind: 'receive_fd', as: 2 }, listen(2), take, { kind: 'getsockname', socket: 2 }),
  close(0),
  { kind: 'getsockname', socket: 0, actor: 1 },
)

t.test('several processes take turns, and pass descriptors', { skip: noLandlock }, async t => {
  const { exitCode, stdout } = await run(madeUp(passing, '=b', '=a'))
  t.equal(exitCode, 0, stdout)
  t.equal(stdout.split('\n').filter(line => /^ ?\d+ {2}/.test(line)).length, passing.ops.length)
  t.notMatch(stdout, /expected/)
  t.match(await run(madeUp(passing, '=a', '=b')), { exitCode: 1 })
})

/** Since 6.15, which has ABI 7, and for who may receive what is logged. */
const [major = 0, minor = 0] = release().split('.').map(Number)
const noLogs = noLandlock || ((major < 6 || (major === 6 && minor < 15)) && 'nothing is logged here yet')

t.test('what was logged is compared as text', { skip: noLogs }, async t => {
  const read: Op = { kind: 'read_audit' }
  const inChild = [{ kind: 'fork', child: 1 } as const, ...by(1, tcp(1), bind(1, at('b')))]
  for (const more of [[], inChild]) {
    const deeds = program(denied.ops, more, read)
    const right = testOf(deeds, newest).allowed.at(-1)?.[0] as Outcome
    t.match(right, /^=deny\(1,net\.bind_tcp,saddr=127\.0\.0\.1,src=a\)\+alloc\(1,by=0\)/)
    const about = right.slice(1).replaceAll('=a)', '=2000)').replaceAll('=b)', '=2001)')
    const found = await run(madeUp(deeds, right, '=none', newest))
    if (/no audit records/.test(found.stdout)) return t.comment(found.stdout)
    t.match(found, { exitCode: 1, stdout: `# ${about}\n` })
    t.match(await run(madeUp(deeds, '=none', right, newest)), { exitCode: 0 })
  }
})

const noTree =
  tree === undefined &&
  'no kernel source of ABI 7 or newer in the cache, which `npx landlockstep bench` brings'

/** The source's own landlock.h, since the system's may be older. */
function harnessFlags(tree: string): readonly string[] {
  const own = join(folder, 'include/linux')
  mkdirSync(own, { recursive: true })
  copyFileSync(headerOf(tree), join(own, 'landlock.h'))
  const places = ['tools/testing/selftests', 'tools/include'].map(path => `-I${join(tree, path)}`)
  return ['-Wno-unused-parameter', '-isystem', join(folder, 'include'), ...places]
}

t.test(
  'a test of the kernel’s harness fails where the kernel does what was found, and passes where not',
  { skip: noTree },
  async t => {
    const flags = harnessFlags(tree ?? '')
    const runs = async (shown: ShownFinding) => {
      const name = `harness-${count++}`
      const content = renderHarnessTest(shown)
      return exec(await compile(name, content, [...flags, '-static', '-o', join(folder, name)]), [])
    }
    const made = [madeUp(denied, 'OK', 'EACCES'), madeUp(denied, 'EACCES', 'OK')] as const
    if (noLandlock !== false || process.getuid?.() !== 0) {
      for (const shown of made) t.ok(await compile('only', renderHarnessTest(shown), [...flags, ...object]))
      return
    }
    t.match(await runs(made[0]), { exitCode: 0, stdout: /ok 1 made_up\.as_found/ })
    t.match(await runs(made[1]), {
      exitCode: 1,
      stdout: /not ok 1 made_up\.as_found/,
      stderr: /Expected 0 \(0\) <= bind_address/,
    })
    const inChild = madeUp(program(tcp(0), { ...bind(0, at('a')), route: 'exec' } as Op), 'OK', 'OK')
    t.match(await runs(inChild), { exitCode: 0 })
    t.match(await runs(madeUp(passing, '=b', '=a')), { exitCode: 0 })
    t.match(await runs(madeUp(passing, '=a', '=b')), { exitCode: 1, stderr: /Expected 2001 .*== local_port/ })
    const early = program(tcp(0), { ...bind(0, at('a')), route: 'early_thread' } as Op)
    t.match(await runs(madeUp(early, 'OK', 'OK')), { exitCode: 0 })
    const logs = program(denied.ops, { kind: 'read_audit' })
    const log = testOf(logs, newest).allowed.at(-1)?.[0] as Outcome
    t.match(await runs(madeUp(logs, log, log, newest)), { exitCode: 0 })
    const law = { ...madeUp(denied, 'EACCES', 'EACCES'), step: null, observed: 'law broken' }
    t.match(await runs(law), { exitCode: 1, stderr: /got\[0\] >= 0 && .*got\[3\] == -EACCES/ })
  },
)

/** Does the last step tell right from wrong? Right is what the model says, which the kernel that runs here does. */
async function tells(t: Tap, one: Program, wrong: Outcome): Promise<void> {
  const right = testOf(one).allowed.at(-1)?.[0] as Outcome
  const found = await run(madeUp(one, right, wrong))
  t.match(found, { exitCode: 1, stdout: /\nThe kernel does what was found\.\n$/ })
  t.match(await run(madeUp(one, wrong, right)), { exitCode: 0, stdout: /does not do what was found/ })
}

t.test('a seccomp filter answers', { skip: noLandlock }, async t => {
  const filter: Op = { kind: 'seccomp', call: 'bind', errno: 'ENOSYS' }
  await tells(t, program({ kind: 'no_new_privs' }, filter, tcp(0), bind(0, at('a'))), 'OK')
})

for (const route of callRoutes) {
  t.test(`calls go by ${route}`, { skip: noLandlock }, async t => {
    // Nothing is registered yet where a socket is only made.
    const open: Op = route === 'io_uring_fixed' ? tcp(0) : ({ ...tcp(0), route } as Op)
    const deeds = [open, layer(target, 0, ['bind_tcp']), { ...bind(0, at('a')), route } as Op]
    const shown = madeUp(program(...deeds), 'OK', 'OK')
    t.ok(await compile(route, renderReproducer(shown), object))
    if (hasRoute(route)) await tells(t, program(...deeds), 'EPERM')
    const harness = renderHarnessTest(shown)
    if (tree !== undefined) t.ok(await compile(`${route}-test`, harness, [...harnessFlags(tree), ...object]))
  })
}

t.test('a send goes by io_uring_zc', { skip: noLandlock }, async t => {
  const sends = (['sendmsg', undefined] as const).map(
    (via): Op => ({
      ...{ kind: 'sendto', socket: 0, address: at('a'), route: 'io_uring_zc' },
      ...(via && { via }),
    }),
  )
  t.ok(await compile('io_uring_zc', renderReproducer(madeUp(program(udp(0), sends), 'OK', 'OK')), object))
})

t.test('two calls begin at the same time', { skip: noLandlock }, async t => {
  const fork: Op = { kind: 'fork', child: 1 }
  const sockets = [tcp(0), tcp(1), fork]
  const all = [
    program(layer(target, 0, ['bind_tcp']), sockets, atOnce(8, bind(0, at('a')), ...by(1, bind(1, at('a'))))),
    program(
      create(target, 0, { handled_access_net: ['bind_tcp'] }),
      ...[fork, atOnce(8, enforce(0), ...by(1, addRule(0, { allow: ['bind_tcp'], port: 'a' })))],
    ),
  ]
  for (const [index, one] of all.entries()) {
    await tells(t, one, 'EPERM')
    const harness = renderHarnessTest(madeUp(one, 'EPERM', 'OK'))
    if (tree !== undefined)
      t.ok(await compile(`at-once-${index}`, harness, [...harnessFlags(tree), ...object]))
  }
})

t.test('a race is lost in any of its tries', { skip: noLandlock }, async t => {
  await tells(t, program({ kind: 'race', pair: 'add_rule_restrict', tries: 100 }), '=57')
  for (const pair of races) {
    const { test, ...rest } = madeUp(
      program({ kind: 'race', pair: 'add_rule_restrict', tries: 9 }),
      '=2',
      '=9',
    )
    const other = { ...test, program: program({ kind: 'race', pair, tries: 9 }) }
    t.ok(await compile(pair, renderReproducer({ ...rest, test: other }), object))
  }
})

t.test('rights of designs have their numbers', { skip: noLandlock }, async t => {
  const socket = { allowed_access: ['create'], domain: 'AF_INET', type: 'SOCK_STREAM' } as const
  const rule: Op = { kind: 'add_rule', ruleset: 0, type: 'socket', attr: socket }
  await tells(t, program(create(target, 0, { handled_access_net: ['bind_tcp'] }), rule), 'OK')
  await tells(t, program(create(target, 0, { handled_access_socket: ['create'] })), 'OK')
})

t.test('every kind of op has its C', async t => {
  for (const { name, program, allowed } of everyOp.tests) {
    const shown = {
      test: { program, allowed },
      target: everyOp.target,
      about: ['x'],
      name,
      step: 0,
      observed: 'EPERM',
      outcomes: [],
    }
    const lines = [renderReproducer(shown), renderHarnessTest(shown)].join('\n').split('\n')
    t.strictSame(
      lines.filter(line => line.replaceAll('\t', '        ').length > 100),
      [],
      'no line is too long',
    )
    t.ok(await compile(name, renderReproducer(shown), object))
    if (tree !== undefined)
      t.ok(await compile(name, renderHarnessTest(shown), [...harnessFlags(tree), ...object]))
  }
})
