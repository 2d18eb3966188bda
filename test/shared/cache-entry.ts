import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { cached, type Terms } from '../../generator/shared/cache.js'
import { cacheFolder } from '../../generator/shared/cache-folder.js'
import { hearNotes } from '../../generator/shared/notes.js'

/** An entry of one file, whose content has to be a number. */
export const terms: Terms = {
  needs: { file: 'file' },
  check: folder => {
    if (!/^\d+$/.test(readFileSync(join(folder, 'file'), 'utf8'))) throw new Error('it is no number')
  },
}

/** Takes the entry, made so if it is not there. */
export const take = (make: (folder: string) => Promise<void>): Promise<string> =>
  cached('kind', 'key', terms, make)

/** Makes it of a text. */
export const put =
  (text: string) =>
  (folder: string): Promise<void> =>
    writeFile(join(folder, 'file'), text)

/** Where it is. */
export const shelf = (): string => join(cacheFolder(), 'kind')

/** What is noted until the test is over. */
export function notesOf(t: { readonly teardown: (end: () => void) => void }): readonly string[] {
  const said: string[] = []
  const before = hearNotes(text => said.push(text))
  t.teardown(() => hearNotes(before))
  return said
}
