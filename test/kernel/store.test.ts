import { existsSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import t from 'tap'
import { asKernel, findStored, kernelTerms, readEntry, storedKernels } from '../../generator/kernel/store.js'
import { keptEntry } from '../../generator/shared/cache.js'
import { seal } from '../../generator/shared/manifest.js'
import { hearNotes } from '../../generator/shared/notes.js'
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
  t.match(asKernel('debian:sid', readEntry(folder)), {
    ref: 'debian:sid',
    image: join(folder, 'vmlinuz'),
    modules: [join(folder, 'modules', '00-sctp.ko')],
    config: null,
    origin: 'Debian sid, version 7.4.0-1',
  })
})

/** What may become of a kernel in the cache. */
const harms: readonly (readonly [string, (folder: string) => Promise<void>, RegExp])[] = [
  [
    'an image that is not what it was',
    folder => writeFile(join(folder, 'vmlinuz'), 'broken'),
    /vmlinuz is not/,
  ],
  [
    'a module that was replaced',
    folder => writeFile(join(folder, 'modules/00-sctp.ko'), 'another'),
    /00-sctp\.ko is not/,
  ],
  ['a module that is gone', folder => rm(join(folder, 'modules/00-sctp.ko')), /00-sctp\.ko is gone/],
  [
    'a module that it says that it has, and never had',
    async folder => {
      const entry = JSON.parse(await readFile(join(folder, 'kernel.json'), 'utf8'))
      await writeFile(
        join(folder, 'kernel.json'),
        JSON.stringify({ ...entry, modules: ['00-sctp.ko', '01-x.ko'] }),
      )
      await seal(folder)
    },
    /01-x\.ko is gone/,
  ],
]

for (const [what, harm, why] of harms) {
  t.test(`a kernel with ${what} is thrown away, with a note, and the next newest is found`, async t => {
    const said: string[] = []
    const before = hearNotes(text => said.push(text))
    t.teardown(() => hearNotes(before))
    const older = await stock('sid', '7.3.0-cloud-amd64', '7.3.0-1')
    const folder = await stock('sid', '7.4.0-cloud-amd64', '7.4.0-1')
    await harm(folder)
    t.equal((await findStored('sid', ''))?.folder, older)
    // What says nothing readable is as if it were not there.
    t.equal(existsSync(folder), said.length === 0)
    if (said.length > 0) t.match(said, [why])
  })
}

t.test('an entry that says nothing readable is as none', async t => {
  const folder = await stock('sid', '7.4.0-cloud-amd64', '7.4.0-1')
  await writeFile(join(folder, 'kernel.json'), '{ "suite": ')
  t.equal(await findStored('sid', ''), undefined)
  t.equal(await keptEntry('kernels', basename(folder), kernelTerms), undefined)
  t.notOk(existsSync(folder))
})
