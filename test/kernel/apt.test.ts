import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { aptDownload, aptPackages, stateOf } from '../../generator/kernel/apt.js'
import { cacheFolder } from '../../generator/shared/cache-folder.js'
import { hearNotes } from '../../generator/shared/notes.js'
import { type Content, hours, serve, signer, writeArchive } from './archive.js'

const quiet = (): void => {}
const { key, sign } = await signer(t)
const { key: otherKey, sign: signByOther } = await signer(t)

const image = { 'linux-image-1.0-cloud-amd64': Buffer.from('an image '.repeat(100_000)) }

t.beforeEach(async t => {
  process.env.XDG_CACHE_HOME = t.testdir()
  process.env.APT_CONFIG = join(process.env.XDG_CACHE_HOME, 'careless.conf')
  await writeFile(process.env.APT_CONFIG, careless(process.env.XDG_CACHE_HOME))
})

/** A configuration of the machine that switches off all that can be. */
const careless = (folder: string): string => `
  Acquire::AllowInsecureRepositories "true";
  Acquire::AllowWeakRepositories "true";
  Acquire::AllowDowngradeToInsecureRepositories "true";
  Acquire::Check-Date "false";
  Acquire::Check-Valid-Until "false";
  Acquire::Min-ValidTime "999999999";
  Acquire::Min-ValidTime::Debian "999999999";
  Acquire::Max-FutureTime::Debian "999999999";
  APT::Get::AllowUnauthenticated "true";
  APT::Get::Allow-Downgrades "true";
  Apt::Key::gpgvcommand "/bin/true";
  APT::Update::Pre-Invoke { "touch ${folder}/hooked"; };
  Binary::apt-get::Acquire::AllowInsecureRepositories "true";
  Binary::apt-get::Acquire::Check-Date "false";
  Dir::Etc::trusted "${otherKey}";
`

/** A suite of an archive, as it is given. */
async function archive(folder: string, content: Partial<Content> = {}) {
  await writeArchive(folder, { suite: 'test', packages: image, sign, ...content })
  return { suite: 'test', mirror: `file://${folder}`, key }
}

const kept = async (): Promise<readonly string[]> =>
  (await readdir(join(cacheFolder(), 'apt')).catch(() => [])).filter(name => !name.startsWith('.'))

t.test('the packages of a suite that is signed are known, and asked for once in some hours', async t => {
  const folder = t.testdir()
  const said: string[] = []
  const root = await stateOf(await archive(folder), text => said.push(text))
  t.match(await aptPackages(root), [
    { name: 'linux-image-1.0-cloud-amd64', version: '1.0-1', bytes: 900_000 },
  ])
  t.match(said, [/^reading which packages test has/])
  t.notOk(existsSync(join(process.env.XDG_CACHE_HOME ?? '', 'hooked')), 'no hook of the machine has run')
  t.equal(await stateOf(await archive(folder), quiet), root)
})

/** What a mirror may give that is not what was signed for this suite and this time, and what is said of it. */
const refused: readonly (readonly [string, Partial<Content>, RegExp])[] = [
  ['that nobody signed', { sign: text => text }, /no list of Debian/],
  ['that somebody else signed', { sign: signByOther }, /not what Debian signed/],
  [
    'whose signature is of another text',
    { sign: async text => (await sign(text)).replace('main', 'evil') },
    /not what/,
  ],
  [
    'with a second, unsigned text before the signed one',
    { sign: async text => `${text}\n${await sign(text)}` },
    /not what Debian signed|no list of Debian/,
  ],
  [
    'that is past its time',
    { fields: { 'Valid-Until': hours(-1), Date: hours(-48) } },
    /another time than now/,
  ],
  ['that is of tomorrow', { fields: { Date: hours(24) } }, /another time than now/],
  [
    'of another suite',
    { fields: { Suite: 'stable', Codename: 'bookworm' } },
    /another suite \(stable, bookworm\)/,
  ],
  ['that does not say of when it is', { fields: { Date: undefined } }, /./],
]

for (const [what, content, message] of refused) {
  t.test(`a list ${what} is refused, whatever the machine's apt is told, and nothing is kept`, async t => {
    const made = await archive(t.testdir(), content)
    await t.rejects(stateOf(made, quiet), { code: 'E_SIGNATURE', message })
    t.same(await kept(), [])
  })
}

t.test('a list of packages that is not the signed one is refused', async t => {
  const folder = t.testdir()
  const made = await archive(folder)
  const path = join(folder, 'dists/test/main/binary-amd64/Packages')
  writeFileSync(path, readFileSync(path, 'utf8').replace('1.0-1', '6.6-6'))
  await t.rejects(stateOf(made, quiet), { code: 'E_SIGNATURE', message: /nothing of it was kept/ })
  t.same(await kept(), [])
})

t.test('a page in place of a list, as of a network that wants a login, is told as what it is', async t => {
  const mirror = await serve(t, (_, response) => response.end('<html><body>Please log in</body></html>'))
  const made = { suite: 'test', mirror, key }
  await t.rejects(stateOf(made, quiet), { code: 'E_SIGNATURE', message: /a login.*LANDLOCKSTEP_MIRROR/ })
  t.same(await kept(), [])
})

t.test('a list that is older than the one before is not taken, nor from another mirror', async t => {
  const [one, other] = [join(t.testdir(), 'one'), join(t.testdir(), 'other')]
  const made = await archive(one, { fields: { Date: hours(-2) } })
  const first = await stateOf(made, quiet)
  await archive(one, { fields: { Date: hours(-20) }, packages: {} })
  const second = await stateOf(made, quiet, 0)
  t.not(second, first)
  t.same(await aptPackages(second), await aptPackages(first), 'the packages of the newer list')
  const older = await archive(other, { fields: { Date: hours(-20) }, packages: {} })
  const before = await kept()
  await t.rejects(stateOf(older, quiet), {
    code: 'E_SIGNATURE',
    message: /older than those of .*seen before.*apt/,
  })
  t.same(await kept(), before)
  await archive(other, { fields: { Date: hours(-1) }, packages: {} })
  t.same(await aptPackages(await stateOf(older, quiet)), [])
})

t.test('a newer list is seen, also where the mirror is asked only for what has changed', async t => {
  const folder = t.testdir()
  await archive(folder, { fields: { Date: hours(-20) }, packages: {} })
  const mirror = await serve(t, (request, response) => {
    const path = join(folder, (request.url ?? '').replace(/^\/debian/, ''))
    if (!existsSync(path)) return response.writeHead(404).end()
    const changed = Math.floor(statSync(path).mtimeMs / 1000) * 1000
    const since = Date.parse(request.headers['if-modified-since'] ?? '')
    const headers = { 'Last-Modified': new Date(changed).toUTCString() }
    if (since >= changed) return response.writeHead(304, headers).end()
    return response.writeHead(200, headers).end(readFileSync(path))
  })
  const made = { suite: 'test', mirror, key }
  t.same(await aptPackages(await stateOf(made, quiet)), [])
  await sleep(1_100)
  await archive(folder, { fields: { Date: hours(-1) } })
  // As if it were an hour since the lists were taken.
  await sleep(1_100)
  t.equal((await aptPackages(await stateOf(made, quiet, 0))).length, 1)
})

t.test('lists that are damaged in the cache are fetched anew', async t => {
  const said: string[] = []
  const before = hearNotes(text => said.push(text))
  t.teardown(() => hearNotes(before))
  const made = await archive(t.testdir())
  for (const harm of [
    (root: string) => truncate(join(root, 'linux.json'), 10),
    (root: string) => writeFile(join(root, 'linux.json'), '{"suite":"test","date":0,"packages":[]}'),
    async (root: string) => {
      const lists = join(root, 'state/lists')
      const name = (await readdir(lists)).find(file => file.includes('Packages')) ?? ''
      await truncate(join(lists, name), 20)
    },
  ]) {
    const root = await stateOf(made, quiet)
    await harm(root)
    const next = await stateOf(made, quiet)
    t.not(next, root)
    t.equal((await aptPackages(next)).length, 1)
  }
  t.equal(said.length, 3)
})

t.test('a package is downloaded with progress; one that is forged, is a page or is cut is not', async t => {
  const folder = t.testdir()
  await archive(folder)
  let answer: 'good' | 'forged' | 'page' | 'cut' = 'good'
  const mirror = await serve(t, (request, response) => {
    const path = join(folder, (request.url ?? '').replace(/^\/debian/, ''))
    if (!existsSync(path)) return response.writeHead(404).end()
    const content = readFileSync(path)
    if (answer === 'good' || !path.endsWith('.deb')) return response.end(content)
    if (answer === 'page') return response.end('<html></html>')
    if (answer === 'forged') return response.end(Buffer.from(content).fill('x', 0, 3))
    response.writeHead(200, { 'Content-Length': content.length })
    return response.write(content.subarray(0, 500_000), () => response.destroy())
  })
  const root = await stateOf({ suite: 'test', mirror, key }, quiet)
  const [wanted] = await aptPackages(root)
  if (wanted === undefined) throw new Error('no package')
  const said: string[] = []
  const fetch = (to: string) =>
    aptDownload(root, wanted, join(process.env.XDG_CACHE_HOME ?? '', to), text => said.push(text))
  answer = 'forged'
  await t.rejects(fetch('a'), { code: 'E_SIGNATURE', message: /not what Debian signed/ })
  answer = 'page'
  await t.rejects(fetch('b'), { code: 'E_SIGNATURE', message: /not what Debian signed/ })
  answer = 'cut'
  await t.rejects(fetch('c'), { code: 'E_NETWORK', message: /LANDLOCKSTEP_MIRROR.*--kernel FILE/ })
  answer = 'good'
  const deb = await fetch("d 'with' a\nbreak")
  t.equal((await readFile(deb)).length, 900_000)
  t.equal(said[0], 'downloading linux-image-1.0-cloud-amd64, 1 MB')
})

t.test('a cache whose path has blanks, quotes and line breaks does as any other', async t => {
  const folder = t.testdir()
  process.env.XDG_CACHE_HOME = join(folder, 'it\'s a\n"new" %41 $line')
  await mkdir(process.env.XDG_CACHE_HOME, { recursive: true })
  const root = await stateOf(await archive(join(folder, 'archive')), quiet)
  t.equal((await aptPackages(root)).length, 1)
  t.ok(root.startsWith(process.env.XDG_CACHE_HOME))
})
