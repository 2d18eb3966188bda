import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import t from 'tap'
import {
  cached,
  cacheFolder,
  cleanUp,
  scratchFolder,
  sha256,
  sha256File,
  writeWhole,
} from '../../generator/shared/cache.js'

const repository = fileURLToPath(new URL('../..', import.meta.url))

t.beforeEach(t => {
  process.env.XDG_CACHE_HOME = t.testdir()
})

t.test('the cache is below XDG_CACHE_HOME, else below the home folder', t => {
  t.equal(cacheFolder(), join(process.env.XDG_CACHE_HOME ?? '', 'landlockstep'))
  process.env.XDG_CACHE_HOME = ''
  t.match(cacheFolder(), /\.cache\/landlockstep$/)
  t.end()
})

t.test('a file has the hash of its content', async t => {
  const path = join(t.testdir({ file: 'abc' }), 'file')
  t.equal(await sha256File(path), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  t.equal(await sha256File(path), sha256('abc'))
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

t.test('what is cached is made once', async t => {
  let made = 0
  const make = async (dir: string): Promise<void> => {
    made++
    await writeFile(join(dir, 'file'), 'content')
  }
  const first = await cached('kind', 'key', make)
  t.equal(await cached('kind', 'key', make), first)
  t.equal(made, 1)
  t.equal(await readFile(join(first, 'file'), 'utf8'), 'content')
  t.same(await readdir(join(first, '..')), ['key'])
})

t.test('two who make the same thing at once get the same folder', async t => {
  const make = (text: string) => async (dir: string) => writeFile(join(dir, 'file'), text)
  const [a, b] = await Promise.all([cached('kind', 'key', make('a')), cached('kind', 'key', make('b'))])
  t.equal(a, b)
  t.same(await readdir(a), ['file'])
  t.same(await readdir(join(a, '..')), ['key'])
})

t.test('a making that fails leaves nothing behind', async t => {
  const fail = cached('kind', 'key', async dir => {
    await writeFile(join(dir, 'half'), '')
    throw new Error('mine')
  })
  await t.rejects(fail, { message: 'mine' })
  t.same(await readdir(join(cacheFolder(), 'kind')), [])
})

t.test('what a killed run left half-made is swept away', async t => {
  const shelf = join(cacheFolder(), 'kind')
  await mkdir(join(shelf, '.part-999999999-x'), { recursive: true })
  await mkdir(join(shelf, `.part-${process.pid}-y`), { recursive: true })
  await cached('kind', 'key', async () => {})
  t.same((await readdir(shelf)).sort(), [`.part-${process.pid}-y`, 'key'])
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

t.test('a cache that cannot be written says so', async t => {
  process.env.XDG_CACHE_HOME = '/proc/self/cmdline'
  await t.rejects(
    cached('kind', 'key', async () => {}),
    { code: 'E_DISK', message: /\/proc\/self\/cmdline.*XDG_CACHE_HOME/ },
  )
})

const canMount = (await execa('unshare', ['-Urm', 'true'], { reject: false })).exitCode === 0

t.test('a full disk is E_DISK and leaves nothing', { skip: !canMount && 'no user namespaces' }, async t => {
  const code = `
    import { readdirSync } from 'node:fs'
    import { cached, writeWhole } from '${repository}generator/shared/cache.js'
    import { writeFile } from 'node:fs/promises'
    const big = 'x'.repeat(1 << 20)
    await writeWhole('/mnt/file', big).catch(error => console.log(error.code, error.message))
    console.log(readdirSync('/mnt').length)
    process.env.XDG_CACHE_HOME = '/mnt'
    await cached('kind', 'key', dir => writeFile(dir + '/file', big)).catch(error => console.log(error.code))
    console.log(readdirSync('/mnt/landlockstep/kind').length)`
  const script = 'mount -t tmpfs -o size=64k none /mnt && exec "$0" --import tsx --input-type=module -e "$1"'
  const run = await execa('unshare', ['-Urm', 'sh', '-c', script, process.execPath, code], {
    cwd: repository,
    env: { NODE_OPTIONS: '' },
  })
  const lines = run.stdout.split('\n')
  t.match(lines[0], /^E_DISK The disk is full: \/mnt\/file/)
  t.same(lines.slice(1), ['0', 'E_DISK', '0'])
})
