import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { cached, keptEntries } from '../../generator/shared/cache.js'
import { manifestFile, seal } from '../../generator/shared/manifest.js'

import { notesOf, put, shelf, take, terms } from './cache-entry.js'

t.beforeEach(t => {
  process.env.XDG_CACHE_HOME = t.testdir()
})

const harms: readonly (readonly [string, (entry: string) => Promise<void>, RegExp])[] = [
  ['whose file is gone', entry => rm(join(entry, 'file')), /file is gone/],
  ['whose file is cut', entry => writeFile(join(entry, 'file'), ''), /file is not what it was/],
  ['whose file is another', entry => writeFile(join(entry, 'file'), '8'), /file is not what it was/],
  ['that has no list', entry => rm(join(entry, manifestFile)), /no list of its files/],
  [
    'that is an empty folder',
    entry => rm(join(entry), { recursive: true }).then(() => mkdir(entry)),
    /no list/,
  ],
  [
    'that is a file',
    entry => rm(entry, { recursive: true }).then(() => writeFile(entry, '')),
    /it is no folder/,
  ],
  [
    'that an older version sealed, which said something else',
    async entry => {
      await writeFile(join(entry, 'file'), 'seven')
      await seal(entry)
    },
    /it is no number/,
  ],
]

for (const [what, harm, why] of harms) {
  t.test(`an entry ${what} is made again, with a note, and then is whole`, async t => {
    const said = notesOf(t)
    const entry = await take(put('7'))
    await harm(entry)
    t.equal(await take(put('9')), entry)
    t.equal(await readFile(join(entry, 'file'), 'utf8'), '9')
    t.equal(await take(() => Promise.reject(new Error('made a third time'))), entry)
    t.equal(said.length, 1)
    t.match(said[0], why)
    t.match(said[0], `${entry} is damaged`)
    t.same(await readdir(shelf()), ['key'])
  })

  t.test(`an entry ${what} is left out of a list, with a note`, async t => {
    const said = notesOf(t)
    await harm(await take(put('7')))
    t.same(await keptEntries('kind', terms), [])
    t.match(said, [why])
    t.same(await readdir(shelf()), [])
  })
}

t.test('a damaged entry stays where it cannot be made again', async t => {
  notesOf(t)
  const entry = await take(put('7'))
  await writeFile(join(entry, 'more'), '')
  await t.rejects(
    take(() => Promise.reject(new Error('mine'))),
    { message: 'mine' },
  )
  t.same((await readdir(entry)).sort(), ['file', 'more', manifestFile])
})

t.test('what is made without what is needed is not kept', async t => {
  const lacking: readonly (readonly [
    (folder: string) => Promise<unknown>,
    { readonly code?: string; readonly message: RegExp | string },
  ])[] = [
    [async () => {}, { code: 'E_CACHE', message: /file: it is not there.*nothing was kept/ }],
    [put(''), { code: 'E_CACHE', message: /file: it is empty/ }],
    [folder => mkdir(join(folder, 'file')), { code: 'E_CACHE', message: /file: it is not a file/ }],
    [folder => symlink('/etc/passwd', join(folder, 'file')), { code: 'E_CACHE', message: /not a file/ }],
    [put('seven'), { message: 'it is no number' }],
  ]
  for (const [make, error] of lacking) {
    await t.rejects(
      take(async folder => void (await make(folder))),
      error,
    )
    t.same(await readdir(shelf()), [])
  }
  const program = cached('kind', 'key', { needs: { file: 'program' } }, put('7'))
  await t.rejects(program, { code: 'E_CACHE', message: /file: it is not executable/ })
  t.same(await readdir(shelf()), [])
})

t.test(
  'of two who want the same thing at once one makes it, and the other is told for whom it waits',
  async t => {
    const said = notesOf(t)
    let made = 0
    const make = (text: string) => async (folder: string) => {
      made++
      await sleep(100)
      await put(text)(folder)
    }
    const [a, b] = await Promise.all([take(make('1')), take(make('2'))])
    t.equal(a, b)
    t.equal(made, 1)
    t.match(said, [`waiting for process ${process.pid}, which makes ${a}`])
    t.same(await readdir(shelf()), ['key'])
  },
)

/** Starts a process of ours that takes the entry and makes it as told. */
