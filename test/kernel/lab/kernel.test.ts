import { existsSync } from 'node:fs'
import { mkdir, readdir, rm, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import t from 'tap'
import { keyOf, type LabOrder, labKernel, mistakenKernel } from '../../../generator/kernel/lab/kernel.js'
import { listLabs } from '../../../generator/kernel/lab/list.js'
import { hostArch } from '../../../generator/shared/arch.js'
import { cacheFolder } from '../../../generator/shared/cache-folder.js'
import { variables } from '../../../generator/shared/environment.js'
import { exec } from '../../../generator/shared/exec.js'
import { hearNotes } from '../../../generator/shared/notes.js'
import { read, slowDown, stockTiny, timeOf, tinyPatch, tinySource } from './tiny.js'

t.beforeEach(t => {
  process.env.XDG_CACHE_HOME = t.testdir()
  process.env.LANDLOCKSTEP_MIRROR = 'http://127.0.0.1:9/debian'
})

const plain: LabOrder = { prefix: '6.12', designs: [] }

const build = (order: LabOrder, said: string[] = []) =>
  labKernel(
    'lab',
    order,
    text => said.push(text),
    async () => {},
  )

const built = (): Promise<readonly string[]> => readdir(join(cacheFolder(), 'lab-kernels')).catch(() => [])

t.test('a kernel is built once, told while it is, and found again without make or a mirror', async t => {
  const tree = await stockTiny()
  const said: string[] = []
  const kernel = await build(plain, said)
  t.match(kernel, {
    ref: 'lab',
    modules: [],
    origin: /lab kernel 6\.12\.117-1, from linux-source-6\.12 of Debian trixie/,
  })
  t.ok(said.some(text => /^building the lab kernel 6\.12\.117-1, 3 of about \d+ files/.test(text)))
  t.match(await read(kernel.config ?? ''), /^CONFIG_SECURITY_LANDLOCK=y$/m)
  const time = await timeOf(join(tree, 'source/.config'))
  t.same(await build(plain), kernel)
  t.equal(await timeOf(join(tree, 'source/.config')), time)
})

t.test(
  'a kernel of another architecture has a tree of its own, and is built by the tools for it',
  async t => {
    const arch = hostArch === 's390x' ? 'amd64' : 's390x'
    const tree = await stockTiny({ arch })
    await stockTiny()
    const kernel = await build({ ...plain, arch })
    t.match(kernel, { arch, origin: new RegExp(`lab kernel 6\\.12\\.117-1@${arch}, from`) })
    t.equal(
      await read(join(tree, 'source/told')),
      arch === 's390x'
        ? 'ARCH=s390 CROSS_COMPILE=s390x-linux-gnu-\n'
        : 'ARCH=x86_64 CROSS_COMPILE=x86_64-linux-gnu-\n',
    )
    t.not((await build(plain)).image, kernel.image)
  },
)

t.test('another patch makes another kernel in the same tree, and only what it changes anew', async t => {
  const tree = await stockTiny()
  const first = await build(plain)
  const times = () => Promise.all(['a.o', 'b.o', 'c.o'].map(file => timeOf(join(tree, 'source', file))))
  const before = await times()
  const second = await build({ ...plain, extra: [tinyPatch('b.c', '2', '9')] })
  t.not(second.sha256, first.sha256)
  const after = await times()
  t.strictSame(
    after.map((time, index) => time === before[index]),
    [true, false, true],
  )
  t.same(await build(plain), first)
})

t.test(
  'a kernel with a mistake is built in the same tree and not kept, and the one without is as before',
  async t => {
    await stockTiny()
    const first = await build(plain)
    const kept = await built()
    const mistake = { name: 'wrong', file: 'b.c', find: 'return 2', replace: 'return 3' }
    const out = join(cacheFolder(), 'scratch')
    await mkdir(out)
    const wrong = await mistakenKernel('lab', plain, { mistakes: [mistake], out }, () => {})
    t.not(wrong.sha256, first.sha256)
    t.same(await built(), kept)
    t.same(await build(plain), first)
    const extra = [tinyPatch('a.c', '1', '9')]
    const after = await build({ ...plain, extra })
    process.env.XDG_CACHE_HOME = join(out, 'another')
    await stockTiny()
    t.equal((await build({ ...plain, extra })).sha256, after.sha256, 'nothing of it is left in the tree')
  },
)

t.test(
  'a kernel with an instrument is another one, in a tree of its own, and has its symbols beside it',
  async t => {
    const tree = await stockTiny()
    const first = await build(plain)
    const time = await timeOf(join(tree, 'source/.config'))
    const own = await stockTiny({ instruments: ['kasan'] })
    t.equal(own, `${tree}+kasan`)
    const watched = await build({ ...plain, instruments: ['kasan'] })
    t.match(watched.origin, /lab kernel 6\.12\.117-1 with kasan,/)
    t.match(await read(watched.config ?? ''), /^CONFIG_KASAN=y$/m)
    t.match(await read(join(dirname(watched.image), 'System.map')), /_text/)
    t.not(watched.image, first.image)
    t.equal(await timeOf(join(tree, 'source/.config')), time, 'the plain tree is as it was')
  },
)

t.test('code that does not compile is told by the compiler, and leaves no kernel', async t => {
  const tree = await stockTiny()
  const extra = [tinyPatch('b.c', '2', 'nothing')]
  await t.rejects(build({ ...plain, extra }), {
    code: 'E_BUILD',
    message: new RegExp(`does not build: b\\.c:3:\\d+: error: .*nothing.*${tree}/build\\.log`),
  })
  t.same(await built(), [])
  t.ok((await build(plain)).image)
})

t.test('a configuration that does not take all options is an error before anything is compiled', async t => {
  const tree = await stockTiny()
  const config = {
    name: 'config.patch',
    text: '--- a/Makefile\n+++ b/Makefile\n@@ -20,3 +20,3 @@\n allnoconfig:\n-\t@grep -v UNKNOWN $(KCONFIG_ALLCONFIG) > .config\n+\t@grep -v MPTCP $(KCONFIG_ALLCONFIG) > .config\n \t@mkdir -p include/config\n',
  }
  await t.rejects(build({ ...plain, extra: [config] }), {
    code: 'E_CONFIG',
    message: /CONFIG_MPTCP, CONFIG_MPTCP_IPV6/,
  })
  t.notOk(existsSync(join(tree, 'source/a.o')))
  t.same(await built(), [])
})

t.test('a build that is killed leaves no kernel, and the next one goes on from there', async t => {
  const tree = await stockTiny()
  const script = `
    import { labKernel } from ${JSON.stringify(new URL('../../../generator/kernel/lab/kernel.ts', import.meta.url))}
    await labKernel('lab', ${JSON.stringify(plain)}, text => {
      if (/, 3 of/.test(text)) process.kill(process.pid, 'SIGKILL')
    }, async () => {})`
  await slowDown(tree, 0.5)
  const node = ['--import', 'tsx', '--input-type=module', '--eval', script]
  t.match(await exec(process.execPath, node, { env: variables(['LANDLOCKSTEP_MIRROR']) }), {
    signal: 'SIGKILL',
  })
  t.notOk(
    (await built()).some(name => !name.startsWith('.')),
    'no entry, but for a half-written one',
  )
  const before = await timeOf(join(tree, 'source/a.o'))
  t.ok((await build(plain)).image)
  t.equal(await timeOf(join(tree, 'source/a.o')), before)
  t.equal((await built()).length, 1, 'what was half-written is swept away')
})

/** What may become of the tree of a source that stays there for the next build. */
const harms: readonly (readonly [string, (tree: string) => Promise<void>, RegExp])[] = [
  ['whose source was edited', tree => writeFile(join(tree, 'source/c.c'), 'int c;\n'), /source\/c\.c is not/],
  ['whose source lacks a file', tree => rm(join(tree, 'source/c.c')), /source\/c\.c is gone/],
  [
    'whose originals are not what they were',
    tree => writeFile(join(tree, 'originals/b.c'), 'int b;\n'),
    /the original of b\.c is not/,
  ],
  [
    'that no longer knows what was patched',
    tree => truncate(join(tree, 'touched.json'), 3),
    /source\/b\.c|touched/,
  ],
  ['that does not say what it is', tree => truncate(join(tree, 'source.json'), 3), /source\.json is not/],
]

for (const [what, harm, why] of harms) {
  t.test(`in a tree ${what} nothing is built, and its source is wanted anew`, async t => {
    const notes: string[] = []
    const before = hearNotes(text => notes.push(text))
    t.teardown(() => hearNotes(before))
    const tree = await stockTiny()
    await build({ ...plain, extra: [tinyPatch('b.c', '2', '9')] })
    await build({ ...plain, extra: [tinyPatch('b.c', '2', '8')] })
    t.same(notes, [])
    const kept = await built()
    await harm(tree)
    // There is no mirror to have it from, and a source that says nothing is none.
    await t.rejects(build({ ...plain, extra: [tinyPatch('a.c', '1', '9')] }), { code: 'E_NETWORK' })
    if (what !== 'that does not say what it is') t.match(notes, [why])
    t.same(await built(), kept)
  })
}

t.test('a lab kernel that is damaged is built again', async t => {
  const notes: string[] = []
  const before = hearNotes(text => notes.push(text))
  t.teardown(() => hearNotes(before))
  await stockTiny()
  const first = await build(plain)
  await writeFile(first.config ?? '', 'CONFIG_SECURITY_LANDLOCK=n\n')
  t.same(await build(plain), first)
  t.match(await read(first.config ?? ''), /^CONFIG_SECURITY_LANDLOCK=y$/m)
  t.match(notes, [/config is not what it was/])
})

t.test('two at once build one kernel', async t => {
  await slowDown(await stockTiny(), 1)
  const said: string[] = []
  const both = await Promise.all([build(plain, said), build(plain, said)])
  t.same(both[0], both[1])
  t.equal(said.filter(text => text.startsWith('preparing')).length, 1)
  t.ok(said.some(text => /^waiting for process \d+/.test(text)))
})

t.test('the key tells source, patches, their order and configuration apart, but not comments', t => {
  const [one, other] = [tinyPatch('a.c', '1', '2'), tinyPatch('b.c', '2', '3')]
  const fragments = [{ name: 'f', text: 'CONFIG_A=y\n' }]
  const key = keyOf(tinySource, { patches: [one, other], fragments })
  t.match(key, /^linux-source-6\.12-6\.12\.117-1-[0-9a-f]{12}$/)
  const others = [
    keyOf({ ...tinySource, sha256: 'b'.repeat(64) }, { patches: [one, other], fragments }),
    keyOf(tinySource, { patches: [other, one], fragments }),
    keyOf(tinySource, { patches: [one], fragments }),
    keyOf(tinySource, { patches: [one, other], fragments: [{ name: 'f', text: 'CONFIG_A=n\n' }] }),
  ]
  t.equal(new Set([key, ...others]).size, 5)
  const commented = [{ name: 'g', text: '# Why.\nCONFIG_A=y\n' }]
  t.equal(keyOf(tinySource, { patches: [one, other], fragments: commented }), key)
  t.end()
})

t.test('without a source and without a mirror there is no lab kernel, and none is listed', async t => {
  await t.rejects(build(plain), { code: 'E_NETWORK' })
  await t.rejects(
    listLabs(() => {}),
    { code: 'E_NETWORK' },
  )
})
