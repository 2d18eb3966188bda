import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { fileKernel } from '../../generator/kernel/file.js'
import { hostArch } from '../../generator/shared/arch.js'
import { sha256 } from '../../generator/shared/cache.js'
import { ToolError } from '../../generator/shared/error.js'
import { exec } from '../../generator/shared/exec.js'
import { runs } from '../fuzz-runs.js'
import { fakeImage } from './image.js'

t.test('an image is taken with its release, its hash and the configuration beside it', async t => {
  const path = join(t.testdir({ 'config-7.3.0-test': '' }), 'vmlinuz')
  await writeFile(path, fakeImage('7.3.0-test'))
  t.same(await fileKernel('ref', path), {
    kind: 'image',
    ref: 'ref',
    image: path,
    sha256: sha256(fakeImage('7.3.0-test')),
    modules: [],
    config: join(path, '../config-7.3.0-test'),
    origin: `file ${path}, Linux 7.3.0-test`,
  })
})

t.test('an image of 32 bits is for another architecture than one of 64', async t => {
  const path = join(t.testdir(), 'vmlinuz')
  await writeFile(path, fakeImage('6.1.0-test', 32))
  t.match(await fileKernel('ref', path), { arch: 'i386', origin: /Linux 6\.1\.0-test for i386$/ })
})

t.test('an image that does not tell its release is taken nevertheless', async t => {
  const path = join(t.testdir(), 'vmlinuz')
  const image = fakeImage('')
  image.writeUInt16LE(0, 0x20e)
  await writeFile(path, image)
  t.match(await fileKernel('ref', path), { config: null, origin: /of unknown version/ })
})

t.test('a release that would lead elsewhere, or is none, becomes no part of a path', async t => {
  for (const release of [
    '..',
    '../../etc',
    '7',
    '.',
    'x'.repeat(70),
    `7${'x'.repeat(70)}`,
    '7.3/../..',
    '7.3\n',
  ]) {
    const path = join(t.testdir(), 'vmlinuz')
    await writeFile(path, fakeImage(release))
    const { origin, config } = await fileKernel('ref', path)
    t.match(origin, release === '7' ? /Linux 7$/ : /of unknown version$/, JSON.stringify(release))
    t.equal(config, null)
  }
})

t.test('an image with bytes changed is taken or refused, and never anything else', async t => {
  const folder = t.testdir()
  const whole = fakeImage('7.3.0-test')
  const change = fc.tuple(fc.oneof(fc.integer({ min: 0x1f0, max: 0x270 }), fc.nat(0xfff)), fc.nat(255))
  await fc.assert(
    fc.asyncProperty(fc.array(change, { maxLength: 5 }), fc.nat(0x1000), async (changes, length) => {
      const image = Buffer.from(whole)
      for (const [at, byte] of changes) image[at] = byte
      const path = join(folder, 'vmlinuz')
      await writeFile(path, image.subarray(0, length % 3 === 0 ? length : undefined))
      return fileKernel('ref', path).then(
        ({ origin }) => / (?:\d[\w.+~-]*|of unknown version)(?: for i386)?$/.test(origin),
        error => error instanceof ToolError && error.code === 'E_KERNEL',
      )
    }),
    runs(100),
  )
})

t.test('an image says which architecture it is for, and one that is not packed its release', async t => {
  const path = join(t.testdir({ 'config-7.3.0-test': '' }), 'Image')
  const arm64 = Buffer.alloc(0x12000)
  arm64.write('MZ', 0, 'latin1')
  arm64.write('ARM\x64', 0x38, 'latin1')
  arm64.write('Linux version 7.3.0-test (someone@somewhere)', 0x11800, 'latin1')
  await writeFile(path, arm64)
  t.match(await fileKernel('ref', path), {
    ...(hostArch === 'arm64' ? {} : { arch: 'arm64' }),
    config: join(path, '../config-7.3.0-test'),
    origin: /Linux 7\.3\.0-test/,
  })
  const s390x = Buffer.alloc(0x12000)
  s390x.write('S390EP', 0x10008, 'latin1')
  await writeFile(path, s390x)
  t.match(await fileKernel('ref', path), {
    ...(hostArch === 's390x' ? {} : { arch: 's390x' }),
    config: null,
    origin: /of unknown version/,
  })
  await writeFile(path, s390x.subarray(0, 0x10000))
  await t.rejects(fileKernel('ref', path), { code: 'E_KERNEL', message: /no kernel image that boots/ })
})

t.test('an image that is missing is named', async t => {
  await t.rejects(fileKernel('ref', '/no/such/image'), { code: 'E_KERNEL', message: /\/no\/such\/image/ })
})

const others: readonly (readonly [string, string | Buffer, RegExp])[] = [
  ['an empty file', '', /is empty/],
  ['a text', 'hello\n'.repeat(500), /lacks the boot header/],
  ['a short text', 'hello', /lacks the boot header/],
  ['a program', `\x7fELF${'\0'.repeat(0x1000)}`, /ELF file/],
  ['a package', `!<arch>\n${'\0'.repeat(0x1000)}`, /\.deb/],
  ['an image for another processor', `MZ${'\0'.repeat(0x1000)}`, /another processor/],
]

for (const [what, content, message] of others) {
  t.test(`${what} is told apart from an image`, async t => {
    const path = join(t.testdir({ image: content }), 'image')
    await t.rejects(fileKernel('ref', path), { code: 'E_KERNEL', message })
  })
}

t.test('a folder, a device or a FIFO is no image, and nobody is waited for', async t => {
  const fifo = join(t.testdir(), 'fifo')
  await exec('mkfifo', [fifo])
  for (const path of [t.testdirName, '/dev/zero', fifo])
    await t.rejects(fileKernel('ref', path), { code: 'E_KERNEL', message: /not a file/ })
})
