import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { execa } from 'execa'
import t from 'tap'
import { isModule, loadingOrder, moduleName } from '../../generator/kernel/modules.js'
import { moduleFile } from './module-file.js'

/** A module as far as anybody here reads it. */
async function module(folder: string, file: string, depends: string): Promise<string> {
  const path = join(folder, file)
  await mkdir(folder, { recursive: true })
  await writeFile(path.replace(/\.xz$/, ''), moduleFile(['license=GPL', `depends=${depends}`, 'name=x']))
  if (file.endsWith('.xz')) await execa('xz', [path.replace(/\.xz$/, '')])
  return path
}

t.test('a module is known by its name with underscores', t => {
  t.equal(moduleName('kernel/drivers/virtio/virtio-pci.ko.xz'), 'virtio_pci')
  t.ok(isModule('a/sctp.ko'))
  t.ok(isModule('a/sctp.ko.zst'))
  t.notOk(isModule('modules.order'))
  t.end()
})

t.test('what a module needs comes before it, each once, and nothing that nobody wants', async t => {
  const folder = t.testdir()
  const paths = [
    await module(folder, 'sctp.ko.xz', 'udp_tunnel,ip6_udp_tunnel'),
    await module(folder, 'ip6_udp_tunnel.ko', 'udp-tunnel'),
    await module(folder, 'udp_tunnel.ko.xz', ''),
    await module(folder, 'tipc.ko', 'udp_tunnel,built_in'),
    await module(folder, 'unwanted.ko', ''),
  ]
  const fetched: string[] = []
  const order = await loadingOrder(paths, async path => {
    fetched.push(basename(path))
    return path
  })
  t.same(
    order.map(path => basename(path)),
    ['udp_tunnel.ko.xz', 'ip6_udp_tunnel.ko', 'sctp.ko.xz', 'tipc.ko'],
  )
  t.same(fetched.sort(), ['ip6_udp_tunnel.ko', 'sctp.ko.xz', 'tipc.ko', 'udp_tunnel.ko.xz'])
})

t.test('a module that cannot be unpacked, is none, or says no names, is named', async t => {
  const folder = t.testdir({
    'sctp.ko.xz': 'no xz',
    'tipc.ko': '\x7fELF\0depends=udp_tunnel\0',
    'rds.ko': moduleFile(['license=GPL']),
    'smc.ko': moduleFile(['depends=a', 'depends=b']),
    'kcm.ko': moduleFile(['depends=../../etc/x']),
  })
  const bad = (file: string, message: RegExp) =>
    t.rejects(
      loadingOrder([join(folder, file)], async path => path),
      { code: 'E_KERNEL', message },
    )
  await bad('sctp.ko.xz', /sctp\.ko\.xz cannot be read: it cannot be unpacked/)
  await bad('tipc.ko', /tipc\.ko cannot be read: it is no ELF file/)
  await bad('rds.ko', /rds\.ko .* does not say once what it needs/)
  await bad('smc.ko', /smc\.ko .* does not say once what it needs/)
  await bad('kcm.ko', /kcm\.ko .* no names of modules/)
})

t.test('modules that need each other are loaded, each once', async t => {
  const folder = t.testdir({
    'sctp.ko': moduleFile(['depends=tipc,sctp']),
    'tipc.ko': moduleFile(['depends=sctp']),
  })
  const order = await loadingOrder([join(folder, 'sctp.ko'), join(folder, 'tipc.ko')], async path => path)
  t.same(
    order.map(path => basename(path)),
    ['tipc.ko', 'sctp.ko'],
  )
})
