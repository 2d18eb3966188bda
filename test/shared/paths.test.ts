import { join } from 'node:path'
import t from 'tap'
import { clock } from '../../generator/shared/clock.js'
import { outFolder, refFolder, refFolders, runName, shown } from '../../generator/shared/paths.js'
import { targetName } from '../../specs/target.js'

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
  t.equal(refFolder('../boot/vmlinuz 1'), 'boot-vmlinuz-1')
  t.strictSame(refFolders(['./vmlinuz', '../vmlinuz', 'boot/vmlinuz', '-vmlinuz-2']), [
    'vmlinuz',
    'vmlinuz-2',
    'boot-vmlinuz',
    'vmlinuz-2-2',
  ])
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
