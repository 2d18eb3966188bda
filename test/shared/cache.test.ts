import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import t from 'tap'
import {
  cached,
  keptEntries,
  keptEntry,
  scratchFolder,
  sha256,
  sha256File,
  writeWhole,
} from '../../generator/shared/cache.js'
import { cacheFolder } from '../../generator/shared/cache-folder.js'
import { sha256FileSync } from '../../generator/shared/hash.js'
import { owner } from '../../generator/shared/owner.js'
import { cleanUp } from '../../generator/shared/unfinished.js'

import { notesOf, put, shelf, take, terms } from './cache-entry.js'

const repository = fileURLToPath(new URL('../..', import.meta.url))

t.beforeEach(t => {
  process.env.XDG_CACHE_HOME = t.testdir()
})

t.test('the cache is below XDG_CACHE_HOME, else below the home folder', t => {
  t.equal(cacheFolder(), join(process.env.XDG_CACHE_HOME ?? '', 'landlockstep/2'))
  for (const none of ['', 'a/relative/path']) {
    process.env.XDG_CACHE_HOME = none
    t.match(cacheFolder(), /^\/.*\.cache\/landlockstep\/2$/)
  }
  t.end()
})

t.test('a file has the hash of its content', async t => {
  const path = join(t.testdir({ file: 'abc' }), 'file')
  t.equal(await sha256File(path), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  t.equal(await sha256File(path), sha256('abc'))
  t.equal(sha256FileSync(path), sha256('abc'))
})

t.test('a file is written whole, with its folder, and replaces the one before', async t => {
  const path = join(t.testdir(), 'new', 'file')
  await writeWhole(path, 'one')
  await writeWhole(path, Buffer.from('two'))
  t.equal(await readFile(path, 'utf8'), 'two')
  t.same(await readdir(join(path, '..')), ['file'])
})

t.test('a file that cannot be put in its place leaves nothing behind', async t => {
  const folder = t.testdir({ taken: { inside: '' } })
  await t.rejects(writeWhole(join(folder, 'taken'), 'x'), { code: /EISDIR|ENOTEMPTY|EEXIST/ })
  t.same(await readdir(folder), ['taken'])
})

t.test('a scratch folder is gone afterwards, also after a failure', async t => {
  let seen = ''
  const result = await scratchFolder(async dir => {
    seen = dir
    await writeFile(join(dir, 'file'), '')
    return 7
  })
  t.equal(result, 7)
  t.notOk(existsSync(seen))
  const fail = scratchFolder(async dir => {
    seen = dir
    throw new Error('mine')
  })
  await t.rejects(fail, { message: 'mine' })
  t.notOk(existsSync(seen))
})

/** An entry of one file, whose content has to be a number. */

t.test('what is cached is made once', async t => {
  let made = 0
  const make = async (folder: string): Promise<void> => {
    made++
    await put('7')(folder)
  }
  const said = notesOf(t)
  const first = await take(make)
  t.equal(await take(make), first)
  t.equal(made, 1)
  t.equal(await readFile(join(first, 'file'), 'utf8'), '7')
  t.same(await readdir(shelf()), ['key'])
  t.equal(await keptEntry('kind', 'key', terms), first)
  t.same(await keptEntries('kind', terms), [first])
  t.same(said, [])
})

/** What may become of an entry, and what is said of it when it is made again. */

const taker = (make: string) =>
  execa(
    process.execPath,
    [
      '--import',
      'tsx',
      '--input-type=module',
      '--eval',
      `
      import { cached } from ${JSON.stringify(new URL('../../generator/shared/cache.ts', import.meta.url))}
      import { setTimeout as sleep } from 'node:timers/promises'
      import { writeFile } from 'node:fs/promises'
      const put = (folder, text) => writeFile(folder + '/file', text)
      console.log(await cached('kind', 'key', { needs: { file: 'file' } }, async folder => { ${make} }))`,
    ],
    { cwd: repository, env: { NODE_OPTIONS: '' }, reject: false },
  )

t.test('several processes at once make one entry', async t => {
  const make = `console.log('made'); await sleep(300); await put(folder, String(process.pid))`
  const ends = await Promise.all([taker(make), taker(make), taker(make)])
  t.same(
    ends.map(({ exitCode }) => exitCode),
    [0, 0, 0],
  )
  t.equal(ends.filter(({ stdout }) => stdout.includes('made')).length, 1)
  t.same(await readdir(shelf()), ['key'])
  t.ok(await keptEntry('kind', 'key', terms))
})

t.test('a process that is killed in the middle leaves no entry, and what it left is swept away', async t => {
  const { signal } = await taker(`await put(folder, '1'); process.kill(process.pid, 'SIGKILL')`)
  t.equal(signal, 'SIGKILL')
  t.match(await readdir(shelf()), [/^\.part-/])
  t.equal(await keptEntry('kind', 'key', terms), undefined)
  t.same(await keptEntries('kind', terms), [])
  const entry = await take(put('2'))
  t.equal(await readFile(join(entry, 'file'), 'utf8'), '2')
  t.same(await readdir(shelf()), ['key'])
})

t.test(
  'what another world half-made stays for a day, and what a process that lives half-made stays',
  async t => {
    const foreign = owner().replace(/^\w+/, '00000000')
    const parts = [`.part-${foreign}-x`, `.part-${foreign}-old`, `.part-${owner()}-y`]
    for (const part of parts) await mkdir(join(shelf(), part), { recursive: true })
    await utimes(join(shelf(), parts[1] ?? ''), 0, 0)
    await take(put('7'))
    t.same((await readdir(shelf())).sort(), [parts[0], parts[2], 'key'].sort())
  },
)

t.test('a making that fails leaves nothing behind', async t => {
  const fail = take(async folder => {
    await put('7')(folder)
    throw new Error('mine')
  })
  await t.rejects(fail, { message: 'mine' })
  t.same(await readdir(shelf()), [])
})

t.test('blanks, quotes and line breaks in the path of the cache do no harm', async t => {
  process.env.XDG_CACHE_HOME = join(t.testdir(), 'it\'s a\n"new" $HOME `line`')
  const entry = await take(put('7'))
  t.equal(await readFile(join(entry, 'file'), 'utf8'), '7')
  t.equal(await take(() => Promise.reject(new Error('made again'))), entry)
})

t.test('a clean-up in the middle removes what is half-made', async t => {
  let seen = ''
  const result = await scratchFolder(async dir => {
    seen = dir
    await cleanUp()
    return existsSync(dir)
  })
  t.equal(result, false)
  t.notOk(existsSync(seen))
})

t.test('a cache in a place where none can be says so', async t => {
  for (const place of ['/proc/self/cmdline', `/${'x'.repeat(300)}`]) {
    process.env.XDG_CACHE_HOME = place
    await t.rejects(take(put('7')), { code: 'E_DISK', message: new RegExp(`${place}.*XDG_CACHE_HOME`) })
  }
})

const canMount = (await execa('unshare', ['-Urm', 'true'], { reject: false })).exitCode === 0

/** What a program of ours prints in a mount namespace of its own, after a command there. */
async function inMounts(command: string, code: string): Promise<readonly string[]> {
  const script = `${command} && exec "$0" --import tsx --input-type=module -e "$1"`
  const text = `
    import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
    import { writeFile } from 'node:fs/promises'
    import { cached, keptEntries, writeWhole } from '${repository}generator/shared/cache.ts'
    const terms = { needs: { file: 'file' } }
    const told = error => console.log(error.code, error.message)
    ${code}`
  const run = await execa('unshare', ['-Urm', 'sh', '-c', script, process.execPath, text], {
    cwd: repository,
    env: { NODE_OPTIONS: '' },
  })
  return run.stdout.split('\n')
}

t.test('a full disk is E_DISK and leaves nothing', { skip: !canMount && 'no user namespaces' }, async t => {
  const lines = await inMounts(
    'mount -t tmpfs -o size=64k none /mnt',
    `
    const big = 'x'.repeat(1 << 20)
    await writeWhole('/mnt/file', big).catch(told)
    console.log(readdirSync('/mnt').length)
    process.env.XDG_CACHE_HOME = '/mnt'
    await cached('kind', 'key', terms, dir => writeFile(dir + '/file', big)).catch(told)
    console.log(readdirSync('/mnt/landlockstep/2/kind').length)`,
  )
  t.match(lines, [/^E_DISK The disk is full: \/mnt\/file/, '0', /^E_DISK The disk is full/, '0'])
})

t.test(
  'of a cache that is read-only what is whole is taken, and what is damaged or missing is E_DISK',
  { skip: !canMount && 'no user namespaces' },
  async t => {
    const good = await take(put('7'))
    await cached('kind', 'bad', terms, put('7'))
    await writeFile(join(shelf(), 'bad', 'file'), '8')
    const home = process.env.XDG_CACHE_HOME
    const lines = await inMounts(
      `mount --bind '${home}' /mnt && mount -o remount,bind,ro /mnt`,
      `
      process.env.XDG_CACHE_HOME = '/mnt'
      const never = async () => console.log('made')
      console.log(readFileSync(await cached('kind', 'key', terms, never) + '/file', 'utf8'))
      console.log((await keptEntries('kind', terms)).length)
      await cached('kind', 'bad', terms, never).catch(told)
      await cached('kind', 'none', terms, never).catch(told)
      await cached('other', 'none', terms, never).catch(told)`,
    )
    t.match(lines, [
      '7',
      '1',
      ...['kind/bad', 'kind/none', 'other/none'].map(at => new RegExp(`^E_DISK .*${at}`)),
    ])
    t.equal(await keptEntry('kind', 'key', terms), good)
  },
)
