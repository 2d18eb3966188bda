import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { notTaken } from '../../../generator/kernel/build/config.js'
import { imageOf, resolveKernel } from '../../../generator/kernel/resolve.js'
import { lacksOf } from '../../../generator/kernel/tree/needs.js'
import { cacheFolder } from '../../../generator/shared/cache-folder.js'
import { variables } from '../../../generator/shared/environment.js'
import { setVariable } from '../../set-variable.js'
import { commitAll, gitIn, put, stockTree, traceOf } from './tiny-tree.js'

let tree = ''

t.beforeEach(async t => {
  const folder = t.testdir({ cache: {}, linux: {} })
  process.env.XDG_CACHE_HOME = join(folder, 'cache')
  for (const name of Object.keys(variables(['O', 'ARCH', 'CC']))) setVariable(t, name, undefined)
  tree = await stockTree(join(folder, 'linux'))
})

const build = async (ref: string, said: string[] = []) =>
  imageOf(await resolveKernel(ref, text => said.push(text)))

t.test('a tree is built out of its place, and found again while its files are the same', async t => {
  const before = await traceOf(tree)
  const said: string[] = []
  const kernel = await build(`tree:${tree}`, said)
  t.match(kernel, {
    modules: [],
    origin: /^Linux 7\.3 of .*linux, \w+ \(“Linux 7\.3”\)$/,
    ahead: { names: [] },
  })
  t.ok(said.some(text => text.startsWith('building Linux')))
  t.match(await readFile(kernel.config ?? '', 'utf8'), /^CONFIG_SECURITY_LANDLOCK=y$/m)
  t.equal(await traceOf(tree), before)
  const again: string[] = []
  t.equal((await build(`tree:${tree}@HEAD`, again)).image, kernel.image)
  t.notOk(again.some(text => text.startsWith('building')))
})

t.test('only what an edit changes is made again, and taking it back finds the kernel of before', async t => {
  const first = await build(`tree:${tree}`)
  const source = join(cacheFolder(), 'trees')
  const { stdout } = await import('../../../generator/shared/exec.js').then(({ exec }) =>
    exec('find', [source, '-name', 'a.o']),
  )
  const timeOf = async () => (await import('node:fs/promises')).stat(stdout.trim()).then(one => one.mtimeMs)
  const before = await timeOf()
  await put(tree, { 'b.c': 'int b(void)\n{\n\treturn 7;\n}\n' })
  const second = await build(`tree:${tree}`)
  t.not(second.sha256, first.sha256)
  t.equal(await timeOf(), before)
  await gitIn(tree, 'checkout', '-q', '--', 'b.c')
  t.equal((await build(`tree:${tree}`)).image, first.image)
})

t.test('a build that fails tells the lines of the compiler, and the next one goes on', async t => {
  await put(tree, { 'b.c': 'int b(void) { return wrong; }\n' })
  await commitAll(tree, 'broken')
  await t.rejects(build(`tree:${tree}@HEAD`), {
    code: 'E_BUILD',
    message: /“broken”.*b\.c:1.*‘wrong’ undeclared/,
  })
  t.ok((await build(`tree:${tree}@HEAD~1`)).sha256)
})

t.test("somebody's own configuration is taken, and what programs lack by it is told", async t => {
  const file = join(tree, '../own.config')
  await writeFile(file, 'CONFIG_X=y\n')
  await t.rejects(build(`tree:${tree},config=${file}`), { code: 'E_BUILD' })
  const fragments = [{ name: 'f', text: 'CONFIG_IP_SCTP=y\nCONFIG_NET=y\nCONFIG_64BIT=y\n' }]
  t.same(lacksOf('Linux', notTaken('CONFIG_NET=y\n', fragments, 'Linux')), [
    'it is built without CONFIG_IP_SCTP, so programs with SCTP sockets are not run',
  ])
  t.throws(() => lacksOf('Linux', notTaken('CONFIG_X=y\n', fragments, 'Linux')), {
    code: 'E_CONFIG',
    message: /lacks CONFIG_NET\./,
  })
})

t.test('what somebody built already in O for the architecture in ARCH is taken as it is', async t => {
  setVariable(t, 'ARCH', 'um')
  await t.rejects(build(`tree:${tree}`), { code: 'E_USAGE', message: /ARCH=um/ })
  setVariable(t, 'ARCH', 'x86_64')
  setVariable(t, 'O', '.out')
  t.ok((await build(`tree:${tree}`)).sha256)
  const image = join(tree, '.out/arch/x86/boot/bzImage')
  await put(tree, { '.out/arch/x86/boot/bzImage': 'no image' })
  await t.rejects(build(`tree:${tree}`), { code: 'E_KERNEL', message: /is no kernel image/ })
  await rm(image)
  t.ok(existsSync((await build(`tree:${tree}`)).image))
  await put(tree, { '.out/arch/s390/boot/bzImage': 'no image of s390x' })
  t.ok(existsSync((await build(`tree:${tree}`)).image))
  setVariable(t, 'ARCH', 's390')
  await t.rejects(build(`tree:${tree}`), {
    code: 'E_KERNEL',
    message: /s390\/boot\/bzImage is no kernel image/,
  })
  await rm(join(tree, '.out/arch/s390'), { recursive: true })
  await t.rejects(build(`tree:${tree}`), {
    code: 'E_USAGE',
    message: /nothing that was built for it .* by ,arch=s390x/,
  })
})

t.test('a compiler is one word', async t => {
  await t.rejects(build(`tree:${tree},cc=gcc -O3`), { code: 'E_USAGE', message: /without options/ })
})

t.test('what watches a tree is another kernel of it, and what patches the source is refused', async t => {
  const plain = await build(`tree:${tree}`)
  await t.rejects(build(`tree:${tree},instruments=kcov`), {
    code: 'E_INSTRUMENT',
    message: /^kcov needs a patch to the kernel/,
  })
  await t.rejects(build(`tree:${tree},instruments=none`), { code: 'E_INSTRUMENT', message: /kasan/ })
  const watched = await build(`tree:${tree},instruments=lockdep`)
  t.not(watched.image, plain.image)
  t.match(
    await readFile(
      join(cacheFolder(), 'trees', (await readdir(join(cacheFolder(), 'trees')))[0] ?? '', 'wanted.config'),
      'utf8',
    ),
    /^CONFIG_PROVE_LOCKING=y$/m,
  )
})

t.test('a compiler that is installed anywhere is one', async t => {
  const bin = join(tree, '../own/bin')
  await mkdir(bin, { recursive: true })
  const cc = join(bin, 'own-cc')
  await writeFile(cc, '#!/bin/sh\nexec gcc "$@"\n', { mode: 0o755 })
  t.ok((await build(`tree:${tree},cc=${cc}`)).sha256)
})
