import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { scratchFolder, writeWhole } from '../../shared/cache.js'
import { applyPatches, filesOf, type Patch, put } from './patch.js'
import { type Planted, plant } from './plant.js'

/**
 * Makes a source tree what it is with these patches, and mistakes after them, and no others. A file is only written if its content changes, so that
 * make rebuilds no more than it must. The originals of patched files are kept beside the tree, in `originals`.
 * Errors: E_PATCH, E_MISTAKE; the tree is then as it was.
 */
export async function patchTree(
  folder: string,
  patches: readonly Patch[],
  to: string,
  mistakes: readonly Planted[] = [],
): Promise<void> {
  const files = [...new Set([...patches.flatMap(filesOf), ...mistakes.map(({ file }) => file)])]
  const touched = await keepOriginals(folder, files)
  await scratchFolder(async scratch => {
    for (const file of files) {
      const original = await contentOf(join(folder, 'originals', file))
      if (original !== undefined) await put(join(scratch, file), original)
    }
    await applyPatches(patches, scratch, to)
    await plant(mistakes, scratch)
    for (const file of touched) {
      const from = files.includes(file) ? scratch : join(folder, 'originals')
      await become(join(folder, 'source', file), await contentOf(join(from, file)))
    }
  })
}

/** Every file that was ever patched; one without an original was made by a patch. */
async function keepOriginals(folder: string, files: readonly string[]): Promise<readonly string[]> {
  const list = join(folder, 'touched.json')
  const before = JSON.parse((await contentOf(list))?.toString() ?? '[]') as readonly string[]
  const added = files.filter(file => !before.includes(file))
  if (added.length === 0) return before
  for (const file of added) {
    const content = await contentOf(join(folder, 'source', file))
    if (content !== undefined) await writeWhole(join(folder, 'originals', file), content)
  }
  const all = [...before, ...added]
  await writeWhole(list, JSON.stringify(all))
  return all
}

async function become(path: string, wanted: Buffer | undefined): Promise<void> {
  const content = await contentOf(path)
  if (wanted === undefined) await rm(path, { force: true })
  else if (content === undefined || !content.equals(wanted)) await writeWhole(path, wanted)
}

async function contentOf(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined
    throw error
  }
}
