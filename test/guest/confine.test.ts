import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { initramfs } from '../../generator/guest/initramfs.js'
import { describeProtection, protectionText, sandboxArgs } from '../../generator/guest/qemu/confine.js'
import { boot, type Guest } from '../../generator/guest/qemu.js'
import { imageOf, resolveKernel } from '../../generator/kernel/resolve.js'
import { exec } from '../../generator/shared/exec.js'
import { buildGuestTools } from '../../generator/suite/build.js'
import {
  answersIn,
  compileIn,
  landlock,
  prey,
  seccomp,
  startNode,
  until,
  withoutLandlock,
} from '../hostile.js'

const dir = await mkdtemp(join(tmpdir(), 'landlockstep-test-'))
t.teardown(() => rm(dir, { recursive: true, force: true }))
const inside = (...path: readonly string[]): string => join(dir, ...path)

async function script(name: string, lines: string): Promise<string> {
  await writeFile(inside(name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 })
  return inside(name)
}

const guest = (name: string, more: Partial<Guest> = {}): Guest => ({
  ...{ image: inside('kernels', 'image'), initrd: inside('kernels', 'initrd'), append: [], accel: 'tcg' },
  ...{ silenceMs: 60_000, onLine: () => {}, folder: inside(name), ...more },
})

t.test(
  'a hostile QEMU sees what it boots and its folder, and nothing else',
  { skip: withoutLandlock },
  async t => {
    const { tries, close } = await prey(inside('prey'))
    t.teardown(close)
    for (const folder of ['kernels', 'hostile-guest', 'bin']) await mkdir(inside(folder))
    for (const file of ['image', 'initrd', 'another']) await writeFile(inside('kernels', file), '')
    const qemu = await compileIn(inside('bin'), 'confine/hostile.c')
    const own = [
      `read ${inside('kernels', 'image')}`,
      `read ${inside('kernels', 'initrd')}`,
      `write ${inside('hostile-guest', 'own')}`,
    ]
    const others = [
      `write ${inside('kernels', 'image')}`,
      `read ${inside('kernels', 'another')}`,
      'read /dev/kvm',
      'run /bin/true',
      ...tries.filter(one => landlock >= 6 || !one.startsWith('signal')),
    ]
    await writeFile(inside('hostile-guest', 'tries'), [...own, ...others, ''].join('\n'))
    await t.rejects(boot(guest('hostile-guest', { qemu })), { code: 'E_QEMU' })
    const answers = await answersIn(inside('hostile-guest'))
    t.strictSame(answers.slice(0, own.length), ['read done', 'read done', 'write done'])
    t.strictSame(
      answers.slice(own.length),
      others.map(one => {
        const errno = one.startsWith('signal') ? 'EPERM' : one.endsWith('kvm') ? noKvm : 'EACCES'
        return `${one.split(' ')[0]} ${errno}`
      }),
    )
  },
)

/** What a machine without the device says before Landlock is asked. */
const noKvm = await readFile('/dev/kvm').then(
  () => 'EACCES',
  error => (error.code === 'ENOENT' ? 'ENOENT' : 'EACCES'),
)

t.test('the real one is filtered, has no network, and dies when we are killed outright', async t => {
  const { image } = imageOf(await resolveKernel('debian:trixie-backports', () => {}))
  const { probe } = await buildGuestTools(() => {})
  const init = inside('waits')
  const args = ['-static', '-o', init, 'test/data/guest/waits.c']
  t.match(await exec('cc', args, { cwd: new URL('../..', import.meta.url).pathname }), { exitCode: 0 })
  const initrd = inside('waits.cpio')
  await initramfs(
    [init, probe].map((from, at) => ({ path: at === 0 ? 'init' : 'probe', from })),
    initrd,
  )
  const { onLine, ...given } = guest('real', { image, initrd })
  await mkdir(inside('real'))
  const parent = startNode(`
    import { boot } from './generator/guest/qemu.js'
    await boot({ ...${JSON.stringify(given)}, onLine: () => {} })`)
  /** Of the process whose arguments name that archive last: not of those that guard it. */
  const status = async (): Promise<string> => {
    const { stdout } = await exec('ps', ['-eo', 'pid=,comm=,args='])
    const line = stdout.split('\n').find(one => one.includes(initrd) && / qemu-system-/.test(one))
    return readFile(`/proc/${line?.trim().split(' ')[0]}/status`, 'utf8').catch(() => '')
  }
  const filters = seccomp ? 2 : 1
  await until(async () => new RegExp(`^Seccomp_filters:\t${filters}$`, 'm').test(await status()))
  t.match(await status(), new RegExp(`^NoNewPrivs:\t1\nSeccomp:\t2\nSeccomp_filters:\t${filters}$`, 'm'))
  t.match(await readFile(inside('real', 'qemu.txt'), 'utf8'), / -sandbox on,.* -nodefaults -nic none /)
  parent.kill('SIGKILL')
  await parent
  await until(async () => (await status()) === '')
  t.equal(await status(), '')
})

t.test('a QEMU that was built without seccomp is not asked for it, and a note says so', async t => {
  const without = await script(
    'without',
    'echo "qemu: -sandbox on: There is no option group \'sandbox\'" >&2; exit 1',
  )
  t.strictSame(await sandboxArgs(without), [])
  t.match(await describeProtection(without), /^QEMU sandbox: .*; this QEMU was built without seccomp/)
  const [option, value] = await sandboxArgs('qemu-system-x86_64')
  t.strictSame(
    [option, value],
    ['-sandbox', 'on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny'],
  )
  t.strictSame(await sandboxArgs(await script('broken', 'echo broken >&2; exit 1')), [option, value])
})

t.test('what there is and what is lacking is said in words', async t => {
  t.equal(
    protectionText(true, { landlock: 7, seccomp: true }),
    "QEMU's seccomp filter, no sockets by seccomp, Landlock ABI 7",
  )
  t.equal(
    protectionText(false, { landlock: 0, seccomp: false }),
    'none; this QEMU was built without seccomp; this host has no seccomp filter for its architecture; this host has no Landlock',
  )
})
