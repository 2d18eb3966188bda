import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SourceFile } from '../../shared/folders.js'
import { writeFiles } from '../../shared/folders.js'
import { shown } from '../../shared/paths.js'

/** Keeps a case for ever, unless it may not come back or is there already; tells in words what became of it. */
export async function keep(file: SourceFile, isSteady: boolean, cases: string | null): Promise<string> {
  const { path } = file
  if (cases === null) return 'not kept among the specs'
  const place = shown(join(cases, path))
  if (existsSync(join(cases, path))) return `kept before as ${place}`
  if (!isSteady) return 'not kept among the specs, since it does not always come back'
  await writeFiles(cases, [file])
  return `kept as ${place}: explain it there`
}
