import { symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { scratchFolder } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'

/** Apt tells paths to those who download for it line by line, and waits for ever if one has a line break. */
const isPlain = (path: string): boolean => !/\p{Cc}/u.test(path)

/** Lends a path to this folder that has no control characters. Error: E_DISK where there is none. */
export async function throughPlainPath<T>(folder: string, use: (path: string) => Promise<T>): Promise<T> {
  if (isPlain(folder)) return use(folder)
  return plainScratch(async scratch => {
    const link = join(scratch, 'link')
    await symlink(folder, link)
    return use(link)
  })
}

/** Lends this folder, or an empty one if its path has control characters. Error: E_DISK where there is none. */
export const withPlainPath = <T>(folder: string, use: (path: string) => Promise<T>): Promise<T> =>
  isPlain(folder) ? use(folder) : plainScratch(use)

function plainScratch<T>(use: (path: string) => Promise<T>): Promise<T> {
  if (isPlain(tmpdir())) return scratchFolder(use)
  throw new ToolError(
    'E_DISK',
    'Apt works in no folder with a control character in its path: set XDG_CACHE_HOME or TMPDIR to one without.',
  )
}
