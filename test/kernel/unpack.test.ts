import { existsSync, rmSync, symlinkSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { checkUnpacked, openDeb, takeKernel } from '../../generator/kernel/unpack.js'
import { moduleFile } from './module-file.js'

const control = `Package: linux-test
Version: 1
Architecture: all
Maintainer: nobody <nobody@example.org>
Description: test
`

/** Builds a real package with these files. */
async function deb(
  folder: string,
  name: string,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<string> {
  const root = join(folder, name)
  for (const [path, content] of Object.entries({ ...files, 'DEBIAN/control': control })) {
    await mkdir(join(root, dirname(path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
  await execa('dpkg-deb', ['--root-owner-group', '-b', root, `${root}.deb`])
  return `${root}.deb`
}

const sctp = moduleFile(['depends=udp_tunnel'])
const tunnel = moduleFile(['depends='])

t.test('one package holds image, configuration and modules', async t => {
  const folder = t.testdir({ scratch: {}, out: {} })
  const out = join(folder, 'out')
  const path = await deb(folder, 'linux-image', {
    'boot/vmlinuz-6.12': 'image',
    'boot/config-6.12': 'config',
    'usr/lib/modules/6.12/kernel/net/sctp/sctp.ko': sctp,
    'usr/lib/modules/6.12/kernel/net/ipv4/udp_tunnel.ko': tunnel,
    'usr/lib/modules/6.12/kernel/net/bridge.ko': tunnel,
  })
  const taken = await takeKernel([await openDeb(path)], join(folder, 'scratch'), out)
  t.same(taken, { config: 'config', modules: ['00-udp_tunnel.ko', '01-sctp.ko'] })
  t.same((await readdir(out)).sort(), ['config', 'modules', 'vmlinuz'])
  t.same((await readdir(join(out, 'modules'))).sort(), ['00-udp_tunnel.ko', '01-sctp.ko'])
  t.equal(await readFile(join(out, 'vmlinuz'), 'utf8'), 'image')
})

t.test('three packages hold one part each', async t => {
  const folder = t.testdir({ scratch: {}, out: {} })
  const archives = [
    await openDeb(await deb(folder, 'linux-binary', { 'usr/lib/modules/7.3/vmlinuz': 'image' })),
    await openDeb(await deb(folder, 'linux-base', { 'usr/lib/modules/7.3/config': 'config' })),
    await openDeb(await deb(folder, 'linux-modules', { 'usr/lib/modules/7.3/kernel/tipc.ko': tunnel })),
  ]
  const taken = await takeKernel(archives, join(folder, 'scratch'), join(folder, 'out'))
  t.same(taken, { config: 'config', modules: ['00-tipc.ko'] })
})

t.test('an image alone is a kernel too, and a package without one is not', async t => {
  const folder = t.testdir({ scratch: {}, out: {} })
  const bare = await openDeb(await deb(folder, 'linux-binary', { 'boot/vmlinuz-7.0': 'image' }))
  t.same(await takeKernel([bare], join(folder, 'scratch'), join(folder, 'out')), {
    config: null,
    modules: [],
  })
  const shell = await openDeb(await deb(folder, 'linux-image', { 'usr/share/doc/readme': '' }))
  t.equal(await takeKernel([shell], join(folder, 'scratch'), join(folder, 'out')), undefined)
})

t.test('a package that was cut is E_KERNEL and named', async t => {
  const folder = t.testdir()
  const path = await deb(folder, 'linux-image', { 'boot/vmlinuz-6.12': 'image'.repeat(10_000) })
  const whole = await readFile(path)
  await writeFile(path, whole.subarray(0, whole.length - 100))
  await t.rejects(openDeb(path), { code: 'E_KERNEL', message: /linux-image\.deb is broken/, output: /./ })
})

/** Python writes what tar itself would not: members with any name, of any kind. */
const members = `
import io, sys, tarfile, json
with tarfile.open(sys.argv[1], 'w') as tar:
    for name, kind, rest in json.loads(sys.argv[2]):
        info = tarfile.TarInfo(name)
        data = b''
        if kind == 'file':
            data = rest.encode()
            info.size = len(data)
        elif kind == 'link':
            info.type, info.linkname = tarfile.SYMTYPE, rest
        elif kind == 'hardlink':
            info.type, info.linkname = tarfile.LNKTYPE, rest
        elif kind == 'folder':
            info.type, info.mode = tarfile.DIRTYPE, 0o755
        elif kind == 'device':
            info.type, info.devmajor, info.devminor = tarfile.CHRTYPE, 1, 3
        elif kind == 'fifo':
            info.type = tarfile.FIFOTYPE
        tar.addfile(info, io.BytesIO(data))
`

type Member = readonly [name: string, kind: string, rest: string]

async function tarOf(folder: string, all: readonly Member[]): Promise<string> {
  const tar = join(folder, 'made.tar')
  await execa('python3', ['-c', members, tar, JSON.stringify(all)])
  return tar
}

const kernelAt = './usr/lib/modules/7.3/vmlinuz'

/** What an archive may hold in place of an image. */
const hostile: readonly (readonly [string, readonly Member[], RegExp])[] = [
  ['a link to a file of this machine', [[kernelAt, 'link', '/etc/passwd']], /a link or a device/],
  [
    'a hard link',
    [
      ['./kept', 'file', 'x'],
      [kernelAt, 'hardlink', './kept'],
    ],
    /tar does not unpack it|a link or a device/,
  ],
  ['a device', [[kernelAt, 'device', '']], /a link or a device|tar does not unpack it/],
  ['a fifo', [[kernelAt, 'fifo', '']], /a link or a device/],
  ['an empty file', [[kernelAt, 'file', '']], /it is empty/],
  ['a folder', [[kernelAt, 'folder', '']], /a link or a device/],
  [
    'a path that leads out',
    [['./../../usr/lib/modules/7.3/vmlinuz', 'file', 'x']],
    /leads out of the archive/,
  ],
  [
    'a file in a folder that is a link to one of this machine',
    [
      ['./usr', 'link', '/tmp'],
      [kernelAt, 'link', '/etc/hostname'],
    ],
    /a link or a device/,
  ],
]

for (const [what, all, why] of hostile) {
  t.test(`an archive that has ${what} as its image is E_KERNEL, and nothing of it is kept`, async t => {
    const folder = t.testdir({ scratch: {}, out: {} })
    const archive = { tar: await tarOf(folder, all), members: all.map(([name]) => name) }
    await t.rejects(takeKernel([archive], join(folder, 'scratch'), join(folder, 'out')), {
      code: 'E_KERNEL',
      message: why,
    })
    t.notOk(existsSync(join(folder, 'out/vmlinuz')))
  })
}

t.test('an absolute path in an archive is one below our folder', async t => {
  const folder = t.testdir({ scratch: {}, out: {} })
  const name = '/usr/lib/modules/7.3/vmlinuz'
  const archive = { tar: await tarOf(folder, [[name, 'file', 'an image']]), members: [name] }
  t.same(await takeKernel([archive], join(folder, 'scratch'), join(folder, 'out')), {
    config: null,
    modules: [],
  })
  t.equal(await readFile(join(folder, 'out/vmlinuz'), 'utf8'), 'an image')
  t.notOk(existsSync(name))
})

t.test('a source that was unpacked has files, folders and links in it, and nothing else', async t => {
  const folder = t.testdir({ a: { b: { file: '' } } })
  symlinkSync('../b/file', join(folder, 'a/b/link'))
  symlinkSync('a/none', join(folder, 'dangling'))
  checkUnpacked(folder, 'it')
  const bad = (name: string, to: string) => {
    symlinkSync(to, join(folder, name))
    t.throws(() => checkUnpacked(folder, 'it'), {
      code: 'E_KERNEL',
      message: new RegExp(`^it has .*\\(${name}:`),
    })
    rmSync(join(folder, name))
  }
  bad('absolute', '/etc')
  bad('out', '../out')
  bad('a/out', '../../out')
  bad('a/b/out', 'x/../../../../out')
  await execa('mkfifo', [join(folder, 'a/fifo')])
  t.throws(() => checkUnpacked(folder, 'it'), { code: 'E_KERNEL', message: /a\/fifo/ })
})
