import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { withTable } from '../report/generated-page.js'
import { writeWhole } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { packageFolder } from '../shared/paths.js'

/** Writes a table into its generated page, in place of the one before. Error: E_FILE when the page is gone. */
export async function writePage(path: string, table: (before: string) => string): Promise<void> {
  const page = join(packageFolder, path)
  const text = await readFile(page, 'utf8').catch(cause => {
    throw new ToolError('E_FILE', `${path}, which the table goes into, is gone: restore it by git.`, {
      cause,
    })
  })
  await writeWhole(page, withTable(text, table))
}
