import { copyFileSync, mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fakeImage } from '../../../kernel/image.js'
import type { Expected, RowOfGroup } from '../../row.js'
import { smallRun } from '../../run.js'
import type { World } from '../../world.js'
import { error } from '../shared.js'

/** A kernel at a path of the world; what makes it is given that path as this process has it. */
const image = (
  fault: string,
  expected: Expected,
  make: (path: string, world: World) => void,
  isQuick = true,
): RowOfGroup => ({
  fault: `a kernel image that ${fault}`,
  expected,
  quick: isQuick,
  limit: 300,
  inject: world => {
    const path = join(world.folder, 'vmlinuz')
    make(world.at(path), world)
    return smallRun(world, path)
  },
})

/** The first bytes of a LoongArch image, which is an EFI program as well (arch/loongarch/include/asm/image.h: LINUX_PE_MAGIC). */
function loongArchImage(): Buffer {
  const header = Buffer.alloc(0x1000)
  header.write('MZ', 0, 'latin1')
  header.writeUInt32LE(0x818223cd, 56)
  return header
}

/** A bzImage whose name of its version would lead out of a folder. */
const climbing = (): Buffer => fakeImage('../../../etc')

/** Kernels that are none. */
export const images: readonly RowOfGroup[] = [
  image('is a text file', error('E_KERNEL', /it lacks the boot header/), path =>
    writeFileSync(path, 'not a kernel\n'),
  ),
  image('is empty', error('E_KERNEL', /it is empty/), path => writeFileSync(path, '')),
  image('is not there', error('E_KERNEL', /cannot be read/), () => {}),
  image('is a folder', error('E_KERNEL', /it is not a file/), path => mkdirSync(path)),
  image('is of another processor', error('E_KERNEL', /another processor/), path =>
    writeFileSync(path, loongArchImage()),
  ),
  image('is a program', error('E_KERNEL', /it is an ELF file/), path => copyFileSync(process.execPath, path)),
  {
    fault: 'a kernel image that is a FIFO',
    expected: error('E_KERNEL', /it is not a file/),
    quick: true,
    limit: 60,
    inject: async world => {
      const path = join(world.folder, 'vmlinuz')
      await world.prepare(`mkfifo ${path}`)
      return smallRun(world, path)
    },
  },
  {
    fault: 'a kernel image that is a device without an end',
    expected: error('E_KERNEL', /it is not a file/),
    quick: true,
    inject: world => smallRun(world, '/dev/zero'),
  },
  image(
    'is cut in the middle',
    error('E_GUEST'),
    (path, { warm }) => {
      copyFileSync(warm.kernel, path)
      truncateSync(path, 4_000_000)
    },
    false,
  ),
  image(
    'is cut behind its header',
    error('E_QEMU'),
    (path, { warm }) => {
      copyFileSync(warm.kernel, path)
      truncateSync(path, 0x1000)
    },
    false,
  ),
  image(
    'has nothing behind its header, and a path as its version',
    error('E_QEMU'),
    path => writeFileSync(path, climbing()),
    false,
  ),
]
