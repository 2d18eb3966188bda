import { dirname, join, normalize } from 'node:path'
import { ts } from 'ts-morph'
import type { SourceFile } from '../shared/folders.js'
import { specsError } from './read-folder.js'

/** Where a file has its part in the specs by its place alone: laws, the tables that are added to, and what is read as data. */
const imported =
  /^(?:laws|scenarios|rights|calls|designs\/[\w-]+\/laws)\/[^/]+\.ts$|^designs\/[\w-]+\/(?:design|mistakes\/mistakes)\.ts$|^(?:cases|known)\/[^/]+\.json$|^designs\/(?:[\w-]+\/)?kernel\/[^/]+$/

/**
 * Checks that files import nothing but specs and fast-check, and that each has a part in the specs: by its place, in place of one of ours, or for another
 * one of them. Nothing would tell of one that has none. Error: E_SPECS.
 */
export function checkParts(
  folder: string,
  files: readonly SourceFile[],
  isOurs: (path: string) => boolean,
): void {
  const needed = new Map(files.map(file => [file.path, importsOf(folder, file)]))
  const reached = new Set<string>()
  const reach = (path: string): void => {
    if (reached.has(path)) return
    reached.add(path)
    for (const next of needed.get(path) ?? []) reach(next)
  }
  for (const { path } of files) if (imported.test(path) || isOurs(path)) reach(path)
  const idle = files.find(({ path }) => !reached.has(path))
  if (idle === undefined) return
  throw specsError(
    folder,
    idle.path,
    'has no part in the specs: laws are in laws/, rights in rights/, what is said to calls in calls/, cases and known differences in cases/ and known/; other files take the place of one of ours, or are imported',
  )
}

/** The files of specs that a file imports, by their paths. */
function importsOf(folder: string, { path, content }: SourceFile): readonly string[] {
  if (!path.endsWith('.ts')) return []
  return ts
    .preProcessFile(content)
    .importedFiles.filter(({ fileName }) => fileName !== 'fast-check')
    .map(({ fileName, pos }) => {
      const place = `${path}:${content.slice(0, pos).split('\n').length}`
      if (!fileName.startsWith('.'))
        throw specsError(folder, place, `imports ${fileName}: specs import nothing but specs and fast-check`)
      const target = normalize(join(dirname(path), fileName))
      if (target.startsWith('..'))
        throw specsError(
          folder,
          place,
          `imports ${fileName}, which is out of the specs: name a file of the specs`,
        )
      return target.replace(/\.js$/, '.ts')
    })
}
