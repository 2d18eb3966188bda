import { constants, existsSync } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { sha256File } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { configInImage } from './image-config.js'
import { isModule, loadingOrder } from './modules.js'
import type { ImageKernel } from './store.js'

/** A kernel image by path. Error: E_KERNEL if there is none, or if it is no bzImage. */
export async function fileKernel(ref: string, path: string): Promise<ImageKernel> {
  const image = resolve(path)
  const header = await readHeader(image, path)
  const release = kernelRelease(header)
  const sha256 = await sha256File(image)
  return {
    kind: 'image',
    ref,
    image,
    sha256,
    modules: await modulesOf(release),
    config: configBeside(image, release) ?? (await configInImage(image, sha256)),
    origin: `file ${path}, Linux ${release}`,
  }
}

const headerBytes = 0x10000

async function readHeader(image: string, path: string): Promise<Buffer> {
  // A FIFO would keep us waiting for somebody to write into it.
  const file = await open(image, constants.O_RDONLY | constants.O_NONBLOCK).catch(cause => {
    throw new ToolError('E_KERNEL', `The kernel ${path} cannot be read; give the path of a bzImage.`, {
      cause,
    })
  })
  try {
    if (!(await file.stat()).isFile()) throw notKernel(path, 'it is not a file')
    const { bytesRead, buffer } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0)
    const header = buffer.subarray(0, bytesRead)
    if (!isBoot(header)) throw notKernel(path, whatItIs(header))
    return header
  } finally {
    await file.close()
  }
}

/** The signatures of a boot sector and of its header (Documentation/arch/x86/boot.rst: boot_flag, header). */
const isBoot = (header: Buffer): boolean =>
  header.length >= 0x264 &&
  header.readUInt16LE(0x1fe) === 0xaa55 &&
  header.toString('latin1', 0x202, 0x206) === 'HdrS'

const notKernel = (path: string, what: string): ToolError =>
  new ToolError(
    'E_KERNEL',
    `${path} is not an x86 kernel image that boots: ${what}. Give a bzImage, as in arch/x86/boot/ of a kernel build or /boot/vmlinuz-*.`,
  )

function whatItIs(header: Buffer): string {
  if (header.length === 0) return 'it is empty'
  if (header.toString('latin1', 0, 4) === '\x7fELF') return 'it is an ELF file (a vmlinux, or a program)'
  if (header.toString('latin1', 0, 2) === 'MZ')
    return 'it is an EFI program or an image for another processor'
  if (header.toString('latin1', 0, 8) === '!<arch>\n')
    return 'it is a package (.deb), which has to be unpacked'
  return 'it lacks the boot header (0xaa55 at 0x1fe and HdrS at 0x202)'
}

/**
 * The version string stands where the boot protocol's field kernel_version points (Documentation/arch/x86/boot.rst). It becomes a part of
 * paths, so nothing counts that does not begin as a version.
 */
function kernelRelease(header: Buffer): string {
  const pointer = header.readUInt16LE(0x20e)
  const text = pointer === 0 ? '' : header.toString('latin1', pointer + 0x200, pointer + 0x200 + 256)
  return /^\d[\w.+~-]{0,63}(?= |\0|$)/.exec(text)?.[0] ?? 'of unknown version'
}

/** A kernel that is installed here has its modules at the usual place. */
async function modulesOf(release: string): Promise<readonly string[]> {
  const root = join('/lib/modules', release, 'kernel')
  const files = await readdir(root, { recursive: true }).catch(() => [])
  return loadingOrder(
    files.filter(isModule).map(file => join(root, file)),
    async file => file,
  )
}

function configBeside(image: string, release: string): string | null {
  const folder = dirname(image)
  const paths = [
    join(folder, `config-${release}`),
    join(folder, 'config'),
    resolve(folder, '../../../.config'),
  ]
  return paths.find(place => existsSync(place)) ?? null
}
