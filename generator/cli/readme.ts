import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withMarked } from '../report/markdown-section.js'
import { writeWhole } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { packageFolder } from '../shared/paths.js'

/** Writes a table between the marks of its name in the README, in place of the one before. Error: E_FILE when the README has lost them. */
export async function writeIntoReadme(name: string, table: (before: string) => string): Promise<void> {
  const path = join(packageFolder, 'README.md')
  const text = withMarked(await readFile(path, 'utf8'), name, table)
  if (text === undefined) {
    throw new ToolError(
      'E_FILE',
      `README.md has no place for the table: put <!-- ${name} --> and <!-- /${name} --> where it belongs.`,
    )
  }
  await writeWhole(path, text)
}
