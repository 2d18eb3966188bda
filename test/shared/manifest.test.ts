import {
  appendFileSync,
  chmodSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { manifestFile, seal, whyDamaged } from '../../generator/shared/manifest.js'

async function sealed(t: { readonly testdir: () => string }): Promise<string> {
  const folder = t.testdir()
  mkdirSync(join(folder, 'modules'))
  writeFileSync(join(folder, 'vmlinuz'), 'an image')
  writeFileSync(join(folder, 'modules', "it's 00\nsctp.ko"), 'a module')
  symlinkSync('vmlinuz', join(folder, 'link'))
  await seal(folder)
  return folder
}

const module = "modules/it's 00\nsctp.ko"

/** What may happen to a folder, and what is said of it then. */
const faults: readonly (readonly [string, (folder: string) => void, string | RegExp])[] = [
  ['a file that is gone', folder => rmSync(join(folder, module)), `${module} is gone`],
  ['a file that is empty', folder => truncateSync(join(folder, 'vmlinuz')), 'vmlinuz is not what it was'],
  [
    'a file that is longer',
    folder => appendFileSync(join(folder, 'vmlinuz'), '!'),
    'vmlinuz is not what it was',
  ],
  [
    'another file of the same size and times',
    folder => {
      const { atime, mtime } = statSync(join(folder, module))
      writeFileSync(join(folder, module), 'b module')
      utimesSync(join(folder, module), atime, mtime)
    },
    `${module} is not what it was`,
  ],
  [
    'a file that takes the place of another',
    folder => {
      writeFileSync(join(folder, 'new'), 'AN IMAGE')
      renameSync(join(folder, 'new'), join(folder, 'vmlinuz'))
    },
    'vmlinuz is not what it was',
  ],
  [
    'a link in place of a file',
    folder => {
      renameSync(join(folder, 'vmlinuz'), join(folder, 'elsewhere'))
      symlinkSync('elsewhere', join(folder, 'vmlinuz'))
    },
    'elsewhere was added to it',
  ],
  [
    'a link that leads elsewhere',
    folder => {
      rmSync(join(folder, 'link'))
      symlinkSync('/etc/passwd', join(folder, 'link'))
    },
    'link is not what it was',
  ],
  [
    'a file that may be run now',
    folder => chmodSync(join(folder, 'vmlinuz'), 0o755),
    'vmlinuz is not what it was',
  ],
  ['a file that was added', folder => writeFileSync(join(folder, 'more'), ''), 'more was added to it'],
  ['a list that is gone', folder => rmSync(join(folder, manifestFile)), /no list of its files/],
  ['a list that is cut', folder => truncateSync(join(folder, manifestFile), 40), /no list of its files/],
  [
    'a list that is another thing',
    folder => writeFileSync(join(folder, manifestFile), '{}'),
    /no list of its files/,
  ],
]

for (const [what, harm, said] of faults) {
  t.test(`${what} is noticed, before and after the folder was read once`, async t => {
    for (const readBefore of [false, true]) {
      const folder = await sealed(t)
      if (readBefore) t.equal(await whyDamaged(folder), undefined)
      harm(folder)
      t.match(await whyDamaged(folder), said)
    }
  })
}

t.test('a folder that was sealed is whole, also as a copy', async t => {
  const folder = await sealed(t)
  t.equal(await whyDamaged(folder), undefined)
  const copy = `${folder}-copy`
  t.teardown(() => rmSync(copy, { recursive: true }))
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true })
  t.equal(await whyDamaged(copy), undefined)
})

/** When a file was written is not believed here, so that a flip in that says nothing. */
const withoutTimes = (list: Buffer): string => String(list).replace(/"\d+ \d+"/g, '""')

t.test(
  'whatever bit of a file or of the list is flipped, the folder is not taken for what it was',
  async t => {
    const folder = await sealed(t)
    const times = readFileSync(join(folder, manifestFile), 'utf8').length
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('vmlinuz', module, manifestFile),
        fc.nat(times),
        fc.nat(7),
        async (name, at, bit) => {
          const path = join(folder, name)
          const before = readFileSync(path)
          const after = Buffer.from(before)
          const index = at % before.length
          after[index] = (after[index] ?? 0) ^ (1 << bit)
          writeFileSync(path, after)
          const why = await whyDamaged(folder)
          writeFileSync(path, before)
          return why !== undefined || (name === manifestFile && withoutTimes(after) === withoutTimes(before))
        },
      ),
      { numRuns: 400 },
    )
  },
)

t.test('what may change may come, go and change, and nothing else', async t => {
  const folder = t.testdir({ kept: 'a', cache: { one: '1' } })
  const vouching = { mayChange: () => (path: string) => path.startsWith('cache/') }
  await seal(folder, vouching)
  writeFileSync(join(folder, 'cache/one'), '2')
  writeFileSync(join(folder, 'cache/two'), '2')
  t.equal(await whyDamaged(folder, vouching), undefined)
  rmSync(join(folder, 'cache'), { recursive: true })
  t.equal(await whyDamaged(folder, vouching), undefined)
  writeFileSync(join(folder, 'kept'), 'b')
  t.equal(await whyDamaged(folder, vouching), 'kept is not what it was')
})

t.test('by its times a large folder is believed, and read where they are others', async t => {
  const folder = t.testdir({ file: 'abc' })
  await seal(folder, { byTimes: true })
  const later = new Date(Date.now() + 5_000)
  utimesSync(join(folder, 'file'), later, later)
  writeFileSync(join(folder, 'built'), 'what a build left')
  t.equal(await whyDamaged(folder, { byTimes: true }), undefined)
  writeFileSync(join(folder, 'file'), 'abd')
  t.equal(await whyDamaged(folder, { byTimes: true }), 'file is not what it was')
})
