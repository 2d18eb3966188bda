import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256 } from '../shared/cache.js'
import type { SourceFile } from '../shared/folders.js'
import { rethrowUnless } from '../shared/unfinished.js'

/** The first digits of a hash, as they are told. */
export const short = (hash: string): string => hash.slice(0, 12)

/** The first line of a file that takes the place of one of ours: of which, and as that was. */
export const stampOf = (path: string, ours: string): string =>
  `// In place of specs/${path} as of ${short(sha256(ours))}, which Landlockstep compares with what it is now.`

const stamped = /^\/\/ In place of \S+ as of ([0-9a-f]{12})\b/

/** A file of the package's specs, if there is one. */
export const oursAt = async (specs: string, path: string): Promise<string | undefined> =>
  readFile(join(specs, path), 'utf8').catch(error => {
    rethrowUnless('ENOENT', 'ENOTDIR')(error)
    return undefined
  })

/** What to know of a file that takes the place of one of ours: whether ours is still what it was when that was written. */
export function staleNote({ path, content }: SourceFile, ours: string): readonly string[] {
  const [, written] = stamped.exec(content) ?? []
  if (!path.endsWith('.ts') || written === short(sha256(ours))) return []
  return written === undefined
    ? [
        `${path} does not say as of when it takes the place of ours, so that nobody is told when ours changes: begin it with “${stampOf(path, ours)}”`,
      ]
    : [
        `${path} takes the place of ours, which has changed since: take over what is new in specs/${path}, and begin it with “${stampOf(path, ours)}”`,
      ]
}
