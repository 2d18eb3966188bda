import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { release } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { mirrorOf } from '../../generator/kernel/mirror.js'
import { defaultRef, imageOf, resolveKernel } from '../../generator/kernel/resolve.js'
import { sha256 } from '../../generator/shared/cache.js'
import { cacheFolder } from '../../generator/shared/cache-folder.js'
import { manifestFile } from '../../generator/shared/manifest.js'
import { fakeImage } from './image.js'
import { stock } from './stock.js'

const quiet = (): void => {}

t.beforeEach(t => {
  process.env.XDG_CACHE_HOME = t.testdir()
  process.env.LANDLOCKSTEP_MIRROR = 'http://127.0.0.1:9/debian'
})

/** A mirror on this machine that answers as told, until the test is over. */
async function mirror(
  t: { readonly teardown: (end: () => void) => void },
  answer: RequestListener,
): Promise<void> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  t.teardown(() => server.close())
  process.env.LANDLOCKSTEP_MIRROR = `http://127.0.0.1:${(server.address() as AddressInfo).port}/debian`
}

const kept = async (kind: string): Promise<readonly string[]> =>
  readdir(join(cacheFolder(), kind)).catch(() => [])

t.test('a path and the running kernel need no mirror', async t => {
  const path = join(t.testdir(), 'image')
  await writeFile(path, fakeImage('7.3.0'))
  t.match(await resolveKernel(path, quiet), { image: path, ref: path })
  t.match(await resolveKernel('native', quiet), {
    kind: 'native',
    ref: 'native',
    origin: new RegExp(release()),
  })
})

t.test('without a network the cached kernel does, with a note', async t => {
  const folder = await stock('trixie', '6.12.117+deb13-cloud-amd64', '6.12.117-1')
  const said: string[] = []
  const kernel = imageOf(await resolveKernel('debian:trixie/6.12', text => said.push(text)))
  t.equal(kernel.image, join(folder, 'vmlinuz'))
  t.match(said.at(-1), /out of reach.*cached 6\.12\.117/)
  t.equal(await defaultRef(quiet), 'debian:trixie')
})

t.test('without a network and without a cached kernel nothing is kept', async t => {
  await t.rejects(resolveKernel('debian:trixie', quiet), { code: 'E_NETWORK', output: /127\.0\.0\.1/ })
  await t.rejects(defaultRef(quiet), { code: 'E_NETWORK' })
  t.same(await kept('apt'), [])
  t.same(await kept('kernels'), [])
})

t.test('lists that an older version left are as good as none', async t => {
  const mirror = sha256(process.env.LANDLOCKSTEP_MIRROR ?? '').slice(0, 8)
  const folder = join(cacheFolder(), 'apt', `trixie-${mirror}-${Date.now()}`)
  await mkdir(folder, { recursive: true })
  await t.rejects(resolveKernel('debian:trixie', quiet), { code: 'E_NETWORK' })
  t.same(await kept('apt'), [])
})

t.test('lists that Debian did not sign are refused, though a cached kernel is there', async t => {
  await stock('trixie', '6.12.117+deb13-cloud-amd64', '6.12.117-1')
  await mirror(t, (request, response) => {
    if (request.url?.endsWith('/Release') === true)
      response.end('Origin: Debian\nSuite: stable\nCodename: trixie\n')
    else response.writeHead(404).end()
  })
  await t.rejects(resolveKernel('debian:trixie', quiet), { code: 'E_SIGNATURE', output: /is not signed/ })
  t.same(await kept('apt'), [])
})

t.test('a suite that the mirror has not is named, and the default is another one', async t => {
  await mirror(t, (_, response) => response.writeHead(404).end())
  await t.rejects(resolveKernel('debian:nosuch', quiet), { code: 'E_KERNEL', message: /no suite nosuch/ })
  t.equal(await defaultRef(quiet), 'debian:trixie')
})

t.test('with the network: forged and cut packages are refused, good ones kept and found again', async t => {
  delete process.env.LANDLOCKSTEP_MIRROR
  const real = (await mirrorOf('trixie-backports')).replace(/\/$/, '')
  let bad: RequestListener | undefined
  await mirror(t, (request, response) => {
    if (bad !== undefined && request.url?.endsWith('.deb') === true) return bad(request, response)
    response.writeHead(302, { location: `${real}${request.url?.replace(/^\/debian/, '')}` }).end()
  })

  bad = (_, response) => response.end('forged')
  await t.rejects(resolveKernel('debian:trixie-backports', quiet), { code: 'E_SIGNATURE', output: /\.deb/ })
  bad = (_, response) => {
    response.write('cut', () => response.destroy())
  }
  await t.rejects(resolveKernel('debian:trixie-backports', quiet), { code: 'E_NETWORK', output: /\.deb/ })
  t.same(await kept('kernels'), [])

  bad = undefined
  const kernel = imageOf(await resolveKernel('debian:trixie-backports', quiet))
  t.match(kernel.origin, /^Debian trixie-backports, linux-.*version \d/)
  t.match(await resolveKernel(kernel.image, quiet), { sha256: kernel.sha256 })
  t.ok(kernel.modules.some(path => /sctp\.ko/.test(path)))
  t.same((await readdir(join(kernel.image, '..'))).sort(), [
    'config',
    'kernel.json',
    'modules',
    manifestFile,
    'vmlinuz',
  ])

  bad = (_, response) => response.writeHead(500).end()
  t.same(await resolveKernel('debian:trixie-backports', quiet), kernel)
  process.env.LANDLOCKSTEP_MIRROR = 'http://127.0.0.1:9/debian'
  t.same(await resolveKernel('debian:trixie-backports', quiet), kernel)
  t.equal(await defaultRef(quiet), 'debian:trixie-backports')
})
