import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type ArchName, hasX86Header } from '../shared/arch.js'
import { cached, scratchFolder, writeWhole } from '../shared/cache.js'
import { findProgram } from '../shared/programs.js'
import { execToolchain } from '../shared/toolchain.js'

/**
 * How the payload of a bzImage may be packed: by what it begins, and what unpacks it. Source: arch/x86/boot/compressed/Makefile; behind all but gzip
 * stands the size of what was packed, in four bytes.
 */
const packings: readonly {
  readonly magic: string
  readonly command: string
  readonly args: readonly string[]
}[] = [
  { magic: '1f8b', command: 'gzip', args: ['-dc'] },
  { magic: '28b52ffd', command: 'zstd', args: ['-dc'] },
  { magic: 'fd377a585a00', command: 'xz', args: ['-dc'] },
  { magic: '5d0000', command: 'xz', args: ['-dc', '--format=lzma'] },
  { magic: '02214c18', command: 'lz4', args: ['-dc'] },
  { magic: '425a68', command: 'bzip2', args: ['-dc'] },
]

/** A kernel with more bytes is none that this is for. */
const mostBytes = 512 * 2 ** 20

/**
 * The configuration that a kernel image has in it (CONFIG_IKCONFIG), as a file in the cache; null where it has none, or where what unpacks
 * it is not installed.
 */
export async function configInImage(image: string, sha256: string, arch: ArchName): Promise<string | null> {
  // Only of x86 it is told where what is packed begins.
  if (!hasX86Header(arch)) return null
  const payload = payloadOf(await readFile(image))
  const packing = packings.find(({ magic }) => payload.toString('hex', 0, 8).startsWith(magic))
  if (packing === undefined || findProgram(packing.command) === undefined) return null
  const text = await scratchFolder(async scratch => {
    const [packed, kernel] = [join(scratch, 'packed'), join(scratch, 'kernel')]
    await writeWhole(packed, payload)
    // Bytes behind the end are told as an error, after all else was written.
    await execToolchain({ read: [scratch] }, packing.command, [...packing.args, packed], {
      outFile: kernel,
      deadlineMs: 60_000,
    })
    return configIn(await readFile(kernel))
  })
  if (text === undefined) return null
  const kept = await cached('image-configs', sha256, { needs: { config: 'file' } }, folder =>
    writeWhole(join(folder, 'config'), text),
  )
  return join(kept, 'config')
}

/** What is packed in a bzImage (Documentation/arch/x86/boot.rst: setup_sects, payload_offset, payload_length; since protocol 2.08). */
function payloadOf(image: Buffer): Buffer {
  if (image.readUInt16LE(0x206) < 0x0208) return Buffer.alloc(0)
  const start = ((image[0x1f1] || 4) + 1) * 512 + image.readUInt32LE(0x248)
  return image.subarray(start, start + image.readUInt32LE(0x24c))
}

/** The configuration stands gzipped between two marks. Source: kernel/configs.c */
function configIn(kernel: Buffer): string | undefined {
  const start = kernel.indexOf('IKCFG_ST')
  const end = kernel.indexOf('IKCFG_ED', start)
  if (start < 0 || end < 0) return undefined
  try {
    return gunzipSync(kernel.subarray(start + 'IKCFG_ST'.length, end), {
      maxOutputLength: mostBytes,
    }).toString()
  } catch {
    return undefined
  }
}
