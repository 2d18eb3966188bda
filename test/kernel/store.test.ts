import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { asKernel, findStored, readStored, storedKernels } from '../../generator/kernel/store.js'
import { stock } from './stock.js'

t.beforeEach(t => {
  process.env.XDG_CACHE_HOME = t.testdir()
})

t.test('an empty cache has no kernels', async t => {
  t.same(await storedKernels(), [])
  t.equal(await findStored('trixie', ''), undefined)
})

t.test('the newest of a suite is found, and the newest of a series', async t => {
  await stock('backports', '7.2.9-cloud-amd64', '7.2.9-1~bpo13+1')
  await stock('backports', '7.2.12-cloud-amd64', '7.2.12-1~bpo13+1')
  await stock('backports', '7.3.4-cloud-amd64', '7.3.4-1~bpo13+1')
  await stock('sid', '7.4.0-cloud-amd64', '7.4.0-1')
  t.equal((await findStored('backports', ''))?.entry.release, '7.3.4-cloud-amd64')
  t.equal((await findStored('backports', '7.2'))?.entry.release, '7.2.12-cloud-amd64')
  t.equal((await findStored('backports', '7.2.9'))?.entry.release, '7.2.9-cloud-amd64')
  t.equal(await findStored('backports', '7.4'), undefined)
  t.equal((await storedKernels()).length, 4)
})

t.test('a cached kernel gives whole paths', async t => {
  const folder = await stock('sid', '7.4.0-cloud-amd64', '7.4.0-1')
  const stored = await readStored(folder)
  t.match(stored && asKernel('debian:sid', stored), {
    ref: 'debian:sid',
    image: join(folder, 'vmlinuz'),
    modules: [join(folder, 'modules', '00-sctp.ko')],
    config: null,
    origin: 'Debian sid, version 7.4.0-1',
  })
})

t.test('an image that is not what it was is thrown away', async t => {
  const folder = await stock('sid', '7.4.0-cloud-amd64', '7.4.0-1')
  await writeFile(join(folder, 'vmlinuz'), 'broken')
  t.equal(await readStored(folder), undefined)
  t.notOk(existsSync(folder))
})

t.test('an entry that says nothing readable is thrown away', async t => {
  const folder = await stock('sid', '7.4.0-cloud-amd64', '7.4.0-1')
  await writeFile(join(folder, 'kernel.json'), '{ "suite": ')
  t.equal(await findStored('sid', ''), undefined)
  t.notOk(existsSync(folder))
})
