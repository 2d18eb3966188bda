import { existsSync } from 'node:fs'
import { mkdir, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ToolError } from '../../shared/error.js'

/** Fails if no kernel can be built in this place, or if the disk has not what a build in this tree still needs: for package and source, for all that is built, or for what changes. Error: E_DISK. */
export async function checkSpace(tree: string, freeIn = freeBytes): Promise<void> {
  // Kbuild says so, too, but only after all has been downloaded and unpacked.
  if (/[\s:]/.test(tree))
    throw new ToolError(
      'E_DISK',
      `Linux cannot be built in a folder with a blank or a colon in its path (${tree}); choose another place by XDG_CACHE_HOME.`,
    )
  const needed = existsSync(join(tree, 'source/vmlinux')) ? 0.2e9 : existsSync(tree) ? 0.8e9 : 3e9
  const shelf = dirname(tree)
  await mkdir(shelf, { recursive: true })
  const free = await freeIn(shelf)
  if (free >= needed) return
  throw new ToolError(
    'E_DISK',
    `A kernel needs ${gigabytes(needed)} in ${shelf}, where ${gigabytes(free)} are free. Free some space, or choose another place by XDG_CACHE_HOME.`,
  )
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`
