import { constants, existsSync } from 'node:fs'
import { open, readdir, readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type ArchName, archOfImage, hasX86Header, hostArch, imagePaths } from '../shared/arch.js'
import { sha256File } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { configInImage } from './image-config.js'
import { isModule, loadingOrder } from './modules.js'
import type { ImageKernel } from './store.js'

/** A kernel image by path, for the architecture that it says. Error: E_KERNEL if there is none, or if it is no image. */
export async function fileKernel(ref: string, path: string): Promise<ImageKernel> {
  const image = resolve(path)
  const header = await readHeader(image, path)
  const arch = archIn(header)
  if (arch === undefined) throw notKernel(path, whatItIs(header))
  const release = await releaseIn(image, header, arch)
  const sha256 = await sha256File(image)
  return {
    kind: 'image',
    ref,
    ...(arch === hostArch ? {} : { arch }),
    image,
    sha256,
    modules: arch === hostArch ? await modulesOf(release) : [],
    config: configBeside(image, release) ?? (await configInImage(image, sha256, arch)),
    origin: `file ${path}, Linux ${release}${arch === hostArch ? '' : ` for ${arch}`}`,
  }
}

const headerBytes = 0x11000

async function readHeader(image: string, path: string): Promise<Buffer> {
  // A FIFO would keep us waiting for somebody to write into it.
  const file = await open(image, constants.O_RDONLY | constants.O_NONBLOCK).catch(cause => {
    throw new ToolError('E_KERNEL', `The kernel ${path} cannot be read; give the path of an image.`, {
      cause,
    })
  })
  try {
    if (!(await file.stat()).isFile()) throw notKernel(path, 'it is not a file')
    const { bytesRead, buffer } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** What it is for; on x86 its boot sector has a signature, too (Documentation/arch/x86/boot.rst: boot_flag). */
function archIn(header: Buffer): ArchName | undefined {
  const arch = archOfImage(header)
  if (arch === undefined || !hasX86Header(arch)) return arch
  return header.length >= 0x264 && header.readUInt16LE(0x1fe) === 0xaa55 ? arch : undefined
}

const notKernel = (path: string, what: string): ToolError =>
  new ToolError(
    'E_KERNEL',
    `${path} is no kernel image that boots: ${what}. Give ${imagePaths.join(', ')} of a kernel build, or /boot/vmlinuz-*.`,
  )

function whatItIs(header: Buffer): string {
  if (header.length === 0) return 'it is empty'
  if (header.toString('latin1', 0, 4) === '\x7fELF') return 'it is an ELF file (a vmlinux, or a program)'
  if (header.toString('latin1', 0, 2) === 'MZ')
    return 'it is an EFI program or an image for another processor, or is packed for EFI'
  if (header.toString('latin1', 0, 8) === '!<arch>\n')
    return 'it is a package (.deb), which has to be unpacked'
  return 'it lacks the boot header (0xaa55 at 0x1fe and HdrS at 0x202)'
}

/** A release as it may become a part of paths. */
const releaseForm = /^\d[\w.+~-]{0,63}(?= |\0|$)/

/** What an image says that it is, as far as that is not packed. */
async function releaseIn(image: string, header: Buffer, arch: ArchName): Promise<string> {
  return hasX86Header(arch) ? kernelRelease(header) : bannerOf(await readFile(image))
}

const banner = 'Linux version '

/** What a kernel prints first stands in an image that is not packed. Source: init/version.c */
function bannerOf(image: Buffer): string {
  const at = image.indexOf(banner) + banner.length
  return releaseForm.exec(image.toString('latin1', at, at + 80))?.[0] ?? unknown
}

const unknown = 'of unknown version'

/**
 * The version string stands where the boot protocol's field kernel_version points (Documentation/arch/x86/boot.rst). It becomes a part of
 * paths, so nothing counts that does not begin as a version.
 */
function kernelRelease(header: Buffer): string {
  const pointer = header.readUInt16LE(0x20e)
  const text = pointer === 0 ? '' : header.toString('latin1', pointer + 0x200, pointer + 0x200 + 256)
  return releaseForm.exec(text)?.[0] ?? unknown
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
