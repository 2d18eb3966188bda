import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceFile } from '../../shared/folders.js'
import { writeFiles } from '../../shared/folders.js'
import { shown } from '../../shared/paths.js'

/** Keeps a case for ever, unless it may not come back or is there already; tells in words what became of it. */
export async function keep(
  files: readonly [SourceFile, SourceFile],
  isSteady: boolean,
  cases: string | null,
): Promise<string> {
  const [{ path }] = files
  if (cases === null) return 'not kept among the specs, as was asked'
  const place = shown(join(cases, path))
  if (existsSync(join(cases, path))) return `kept before as ${place}`
  if (!isSteady) return 'not kept among the specs, since it does not always come back'
  await writeFiles(cases, files)
  return `kept as ${place}: explain it there`
}
