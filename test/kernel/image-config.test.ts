import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { fileKernel } from '../../generator/kernel/file.js'
import { exec } from '../../generator/shared/exec.js'
import { findProgram } from '../../generator/shared/programs.js'
import { fakeImage } from './image.js'

const config = 'CONFIG_SECURITY_LANDLOCK=y\n'

const kernelWith = (packed: Buffer): Buffer =>
  Buffer.concat([
    Buffer.alloc(100, 1),
    Buffer.from('IKCFG_ST'),
    packed,
    Buffer.from('IKCFG_ED'),
    Buffer.alloc(9),
  ])

/** An image with a payload behind its header. */
function imageOf(payload: Buffer): Buffer {
  const head = fakeImage('7.3.0-test')
  const setup = (head[0x1f1] || 4) + 1
  const body = Buffer.alloc(Math.max(0, setup * 512 - head.length))
  const image = Buffer.concat([head, body]).subarray(0, setup * 512)
  image.writeUInt16LE(0x020f, 0x206)
  image.writeUInt32LE(0, 0x248)
  image.writeUInt32LE(payload.length, 0x24c)
  return Buffer.concat([image, payload])
}

t.beforeEach(t => {
  process.env.XDG_CACHE_HOME = t.testdir({ cache: {} })
})

const configOf = async (image: Buffer): Promise<string | null> => {
  const path = join(process.env.XDG_CACHE_HOME ?? '', 'vmlinuz')
  await writeFile(path, image)
  const { config: found } = await fileKernel('ref', path)
  return found === null ? null : readFile(found, 'utf8')
}

t.test('the configuration is read out of an image, whatever it is packed by', async t => {
  const kernel = kernelWith(gzipSync(config))
  t.equal(await configOf(imageOf(gzipSync(kernel))), config)
  for (const [command, ...args] of [
    ['xz', '-c'],
    ['zstd', '-c'],
    ['bzip2', '-c'],
  ] as const) {
    if (findProgram(command) === undefined) continue
    const path = join(process.env.XDG_CACHE_HOME ?? '', 'kernel')
    await writeFile(path, kernel)
    const pieces: Buffer[] = []
    await exec(command, [...args, path], { onPiece: piece => pieces.push(piece) })
    const size = Buffer.alloc(4)
    size.writeUInt32LE(kernel.length)
    t.equal(await configOf(imageOf(Buffer.concat([...pieces, size]))), config, command)
  }
})

t.test('an image without one has none, and neither has one in which it is damaged', async t => {
  t.equal(await configOf(imageOf(gzipSync('nothing'))), null)
  t.equal(await configOf(imageOf(gzipSync(kernelWith(Buffer.from('no gzip'))))), null)
  t.equal(await configOf(imageOf(Buffer.from('no payload'))), null)
})
