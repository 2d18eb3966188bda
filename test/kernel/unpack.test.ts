import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { openDeb, takeKernel } from '../../generator/kernel/unpack.js'

const control = `Package: linux-test
Version: 1
Architecture: all
Maintainer: nobody <nobody@example.org>
Description: test
`

/** Builds a real package with these files. */
async function deb(folder: string, name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const root = join(folder, name)
  for (const [path, content] of Object.entries({ ...files, 'DEBIAN/control': control })) {
    await mkdir(join(root, dirname(path)), { recursive: true })
    await writeFile(join(root, path), content)
  }
  await execa('dpkg-deb', ['--root-owner-group', '-b', root, `${root}.deb`])
  return `${root}.deb`
}

const sctp = '\0depends=udp_tunnel\0'
const tunnel = '\0depends=\0'

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
