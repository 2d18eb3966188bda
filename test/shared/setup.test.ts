import { chmod, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { archNames, archOf, hostArch } from '../../generator/shared/arch.js'
import {
  installCommand,
  installTools,
  missingForFleet,
  missingForLab,
  missingForSelftests,
  missingTools,
} from '../../generator/shared/setup.js'

const path = process.env.PATH

t.afterEach(() => {
  process.env.PATH = path
})

async function program(folder: string, name: string, script: string): Promise<void> {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`)
  await chmod(join(folder, name), 0o755)
}

t.test('without any program everything is missing, with the packages that bring it', async t => {
  process.env.PATH = t.testdir()
  t.same(
    (await missingTools()).map(tool => `${tool.name} ${tool.package}`),
    [
      'qemu-system-x86_64 qemu-system-x86',
      'cc gcc',
      'libc.a libc6-dev',
      'make make',
      'cpio cpio',
      'tar tar',
      'xz xz-utils',
    ],
  )
})

t.test('the kernel that runs needs a compiler alone', async t => {
  process.env.PATH = t.testdir()
  t.same(
    (await missingTools([])).map(tool => tool.package),
    ['gcc', 'libc6-dev', 'make'],
  )
})

t.test('another architecture needs its own QEMU, compiler and library, and no other', async t => {
  process.env.PATH = t.testdir()
  const [other = 's390x', third = 'arm64'] = archNames.filter(name => name !== hostArch)
  const { emulation, cross } = archOf(other)
  const missing = (await missingTools([other])).map(tool => `${tool.name} ${tool.package}`)
  t.same(missing.slice(0, 3), [
    `${emulation.program} ${emulation.package}`,
    `${cross.command} ${cross.packages[0]}`,
    `libc.a ${cross.packages[1]}`,
  ])
  const unasked = [hostArch, third].map(name => archOf(name).emulation.program)
  t.notOk(missing.some(tool => unasked.some(name => tool.startsWith(`${name} `))))
})

t.test("upstream's tests need a library as well, and says how to get it", async t => {
  const folder = t.testdir()
  for (const name of ['qemu-system-x86_64', 'make', 'cpio', 'tar', 'xz']) await program(folder, name, 'true')
  await program(folder, 'cc', `case $1 in *libc.a) echo ${join(folder, 'cc')} ;; *) echo "\${1#*=}" ;; esac`)
  await symlink('/bin/sh', join(folder, 'sh'))
  process.env.PATH = folder
  t.same(await missingTools(), [])
  const missing = await missingForSelftests()
  t.same(
    missing.map(tool => `${tool.name} ${tool.package}`),
    ['libcap.a libcap-dev'],
  )
  await t.rejects(
    installTools(missing, () => {}),
    { code: 'E_MISSING', message: /lacks libcap\.a \(links upstream's tests\).*libcap-dev/ },
  )
})

t.test('a fleet with a Redis of its own needs that, and nothing else', async t => {
  process.env.PATH = t.testdir()
  t.same(
    (await missingForFleet()).map(tool => `${tool.name} ${tool.package}`),
    ['redis-server redis-server'],
  )
})

t.test('a lab kernel needs what a kernel is built with', async t => {
  const folder = t.testdir()
  for (const name of ['qemu-system-x86_64', 'make', 'cpio', 'tar', 'xz']) await program(folder, name, 'true')
  await program(folder, 'cc', `case $1 in *libc.a) echo ${join(folder, 'cc')} ;; *) echo "\${1#*=}" ;; esac`)
  await symlink('/bin/sh', join(folder, 'sh'))
  process.env.PATH = folder
  t.same(
    (await missingForLab()).map(tool => `${tool.name} ${tool.package}`),
    [
      'gcc gcc',
      'flex flex',
      'bison bison',
      'bc bc',
      'git git',
      'patch patch',
      'perl perl',
      'libelf.so libelf-dev',
    ],
  )
})

t.test('a compiler that does not know a static libc lacks it', async t => {
  const folder = t.testdir()
  for (const name of ['qemu-system-x86_64', 'make', 'cpio', 'tar', 'xz']) await program(folder, name, 'true')
  await program(folder, 'cc', 'echo libc.a')
  await symlink('/bin/sh', join(folder, 'sh'))
  process.env.PATH = folder
  t.same(
    (await missingTools()).map(tool => tool.name),
    ['libc.a'],
  )
  await program(folder, 'cc', `echo ${join(folder, 'cc')}`)
  t.same(await missingTools(), [])
})

const qemu = { name: 'qemu-system-x86_64', need: 'boots the guest', package: 'qemu-system-x86' }

t.test('the command to type names each package once', async t => {
  const command = installCommand([qemu, { ...qemu, name: 'another' }])
  t.match(command, /^(sudo )?apt-get install -y --no-install-recommends qemu-system-x86$/)
})

t.test('nothing missing means nothing to install', async t => {
  process.env.PATH = t.testdir()
  await t.resolves(installTools([], () => {}))
})

t.test('a machine without apt-get is told what to look for', async t => {
  process.env.PATH = t.testdir()
  await t.rejects(
    installTools([qemu], () => {}),
    {
      code: 'E_MISSING',
      message: /lacks qemu-system-x86_64 \(boots the guest\).*package manager.*qemu-system-x86/,
    },
  )
})

const root = process.getuid?.() === 0

t.test('without root the command to type is told', { skip: root && 'runs as root' }, async t => {
  const folder = t.testdir()
  await program(folder, 'apt-get', 'exit 1')
  process.env.PATH = folder
  await t.rejects(
    installTools([qemu], () => {}),
    { code: 'E_MISSING', message: /type as root: apt-get install/ },
  )
})

t.test('root gets fresh lists when a package cannot be had', { skip: !root && 'needs root' }, async t => {
  const folder = t.testdir()
  await program(
    folder,
    'apt-get',
    `case "$*" in
    *update*) : > ${folder}/lists ;;
    *install*) [ -e ${folder}/lists ] || { echo "E: Unable to locate package" >&2; exit 100; } ;;
    esac
    echo pmstatus:dpkg:42.0:working`,
  )
  process.env.PATH = folder
  const said: string[] = []
  await t.rejects(
    installTools([qemu], text => said.push(text)),
    { code: 'E_MISSING', message: /apt-get installed it, yet it is not found/ },
  )
  t.ok(said.includes('reading package lists'))
  t.ok(said.includes('installing qemu-system-x86, 42 %'))
})

t.test("apt-get's own lines come with a failure", { skip: !root && 'needs root' }, async t => {
  const folder = t.testdir()
  await program(folder, 'apt-get', 'echo "E: Unable to locate package" >&2; exit 100')
  process.env.PATH = folder
  await t.rejects(
    installTools([qemu], () => {}),
    { code: 'E_MISSING', output: /Unable to locate/ },
  )
})
