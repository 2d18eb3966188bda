import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { scratchFolder, writeWhole } from '../../shared/cache.js'
import { contentOf, keepOriginals } from './originals.js'
import { applyPatches, filesOf, type Patch, put } from './patch.js'
import { type Planted, plantInTree } from './plant.js'

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
    await plantInTree(mistakes, scratch)
    for (const file of touched) {
      const from = files.includes(file) ? scratch : join(folder, 'originals')
      await become(join(folder, 'source', file), await contentOf(join(from, file)))
    }
  })
}

async function become(path: string, wanted: Buffer | undefined): Promise<void> {
  const content = await contentOf(path)
  if (wanted === undefined) await rm(path, { force: true })
  else if (content === undefined || !content.equals(wanted)) await writeWhole(path, wanted)
}
