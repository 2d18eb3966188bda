import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Beside an image: what gcc noted of each file whose lines its kernel counts, below the path that the file has in the source. */
export const gcovNotes = 'gcov'

/** Keeps those notes, and the sources that they speak of, if the kernel counts at all. */
export async function keepGcovNotes(source: string, out: string): Promise<void> {
  const config = await readFile(join(source, '.config'), 'utf8')
  if (!/^CONFIG_GCOV_KERNEL=y$/m.test(config)) return
  const files = await readdir(source, { recursive: true })
  const notes = files.filter(file => file.endsWith('.gcno'))
  const counted = new Set(notes.map(file => dirname(file)))
  const sources = files.filter(file => /\.[ch]$/.test(file) && counted.has(dirname(file)))
  for (const file of [...notes, ...sources]) {
    await mkdir(join(out, gcovNotes, dirname(file)), { recursive: true })
    await copyFile(join(source, file), join(out, gcovNotes, file))
  }
}
