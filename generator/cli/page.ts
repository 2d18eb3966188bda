import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ToolError } from '../shared/error.js'
import { isOwn, packageFolder } from '../shared/paths.js'

/** Writes a table into its generated page, in place of the one before; an installed package has no pages, and other specs belong on none of ours. Error: E_FILE when the page is gone. */
export async function writePage(path: string, table: (before: string) => string): Promise<void> {
  if (!isOwn) return
  const { withTable } = await import('../report/generated-page.js')
  const { writeWhole } = await import('../shared/cache.js')
  const page = join(packageFolder, path)
  const text = await readFile(page, 'utf8').catch(cause => {
    throw new ToolError('E_FILE', `${path}, which the table goes into, is gone: restore it by git.`, {
      cause,
    })
  })
  await writeWhole(page, withTable(text, table))
}
