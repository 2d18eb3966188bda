import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import t from 'tap'
import { hasFiles, newFolder, placeFolder, writeFiles } from '../../generator/shared/folders.js'
import { emptyFolder } from '../empty-folder.js'

const folder = () => emptyFolder()

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

t.test('of many who put a folder in one place at once, each succeeds and one is there, whole', async t => {
  const to = join(folder(), 'suite')
  const sources = await Promise.all(
    Array.from({ length: 8 }, async (_, index) => {
      const from = folder()
      for (const path of ['a.c', 'b.c', 'c.c']) await writeFiles(from, [{ path, content: `${index}` }])
      return from
    }),
  )
  await Promise.all(sources.map(from => placeFolder(from, to)))
  t.strictSame(readdirSync(join(to, '..')), ['suite'])
  t.strictSame(readdirSync(to), ['a.c', 'b.c', 'c.c'])
  t.equal(new Set(readdirSync(to).map(path => readFileSync(join(to, path), 'utf8'))).size, 1)
})

t.test('of many who want a new folder of one name at once, each has its own', async t => {
  const parent = join(folder(), 'runs')
  const own = Array.from({ length: 8 }, async (_, index) =>
    newFolder(parent, 'now', async ({ part, folder }) => {
      t.equal(existsSync(folder), false)
      await writeFiles(part, [{ path: 'who', content: `${index}` }])
      return basename(folder)
    }),
  )
  const names = await Promise.all(own)
  t.equal(new Set(names).size, 8)
  t.ok(names.includes('now') && names.includes('now-8'))
  t.strictSame(readdirSync(parent).sort(), [...names].sort())
  for (const [index, name] of names.entries())
    t.equal(readFileSync(join(parent, name, 'who'), 'utf8'), `${index}`)
})

t.test('a new folder does not take the place of one that is there', async t => {
  const parent = folder()
  await writeFiles(join(parent, 'now'), [{ path: 'a', content: 'old' }])
  t.equal(await newFolder(parent, 'now', async ({ folder }) => basename(folder)), 'now-2')
  t.equal(readFileSync(join(parent, 'now', 'a'), 'utf8'), 'old')
})

t.test('a new folder that cannot be filled leaves nothing, and its name is free again', async t => {
  const parent = folder()
  const full = newFolder(parent, 'now', async ({ part }) => {
    await writeFiles(part, [{ path: 'a', content: '' }])
    throw new Error('no')
  })
  await t.rejects(full, { message: 'no' })
  t.strictSame(readdirSync(parent), [])
  t.equal(await newFolder(parent, 'now', async ({ folder }) => basename(folder)), 'now')
})

t.test('a new folder where nothing can be written is an error before anything is done', async t => {
  const blocked = join(folder(), 'file')
  writeFileSync(blocked, 'in the way')
  let isFilled = false
  const filling = newFolder(join(blocked, 'runs'), 'now', async () => {
    isFilled = true
  })
  await t.rejects(filling, { code: 'E_DISK' })
  t.notOk(isFilled)
})
