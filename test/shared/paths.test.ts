import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { clock } from '../../generator/shared/clock.js'
import { hasFiles, placeFolder, writeFiles } from '../../generator/shared/folders.js'
import { outFolder, refFolder, runName, shown } from '../../generator/shared/paths.js'
import { targetName } from '../../specs/target.js'

const folder = () => mkdtempSync(join(tmpdir(), 'places-'))

t.test('suites are named by ABI and errata, runs by time and kernel', async t => {
  t.equal(targetName({ abi: 11, errata: 15, designs: [] }), 'abi-11-errata-15')
  t.equal(
    targetName({ abi: 2, errata: null, designs: ['socket-create', 'socket-fd'] }),
    'abi-2-errata-unknown+socket-create+socket-fd',
  )
  const now = new Date('2026-11-24T07:08:09.123Z')
  t.equal(runName(['debian:trixie/6.12', 'native'], now), '20261124-070809-debian-trixie-6.12+native')
  const many = Array.from({ length: 12 }, (_, index) => `debian:trixie-backports/7.${index}`)
  t.equal(runName(many, now), '20261124-070809-debian-trixie-backports-7.0+11-more')
  t.equal(refFolder('../boot/vmlinuz 1'), '..-boot-vmlinuz-1')
  t.equal(shown(join(outFolder, 'runs')), 'out/runs')
  t.equal(shown('/etc/hostname'), '/etc/hostname')
})

t.test('a clock adds up what is done under one name, also when it fails', async t => {
  let now = 0
  const times = clock(() => now)
  const work = (ms: number) => async () => {
    now += ms
  }
  await times.time('build', work(1500))
  await times.time('run', work(100))
  await times.time('build', work(500))
  await t.rejects(times.time('run', () => work(400)().then(() => Promise.reject(new Error('no')))))
  t.strictSame(times.seconds(), { build: 2, run: 0.5 })
})

t.test('a folder is put in its place whole, and what was there before goes', async t => {
  const from = folder()
  const to = join(folder(), 'deep', 'suite')
  await writeFiles(from, [{ path: 'a.c', content: 'new' }])
  await writeFiles(to, [{ path: 'old.c', content: 'old' }])
  await placeFolder(from, to)
  t.strictSame(readdirSync(to), ['a.c'])
  t.strictSame(readdirSync(join(to, '..')), ['suite'])
})

t.test('a folder that cannot be written is an error, and leaves nothing', async t => {
  const blocked = join(folder(), 'file')
  writeFileSync(blocked, 'in the way')
  await t.rejects(placeFolder(folder(), join(blocked, 'suite')), { code: 'E_DISK' })
  t.equal(readFileSync(blocked, 'utf8'), 'in the way')
  t.notOk(existsSync(join(blocked, 'suite')))
})

t.test(
  'a suite is as it was only if it has the same sources and no others; what was built does not count',
  async t => {
    const files = [
      { path: 'a.c', content: 'a' },
      { path: 'Makefile', content: 'm' },
    ]
    const suite = folder()
    t.notOk(await hasFiles(suite, files))
    await writeFiles(suite, files)
    await writeFiles(suite, [
      { path: 'build/a.o', content: '' },
      { path: 'suite', content: '' },
    ])
    t.ok(await hasFiles(suite, files))
    t.notOk(await hasFiles(suite, [{ path: 'a.c', content: 'b' }]))
    await writeFiles(suite, [{ path: 'b.c', content: '' }])
    t.notOk(await hasFiles(suite, files))
  },
)
