import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Mistake } from '../../../specs/designs/mistake.js'
import { ToolError } from '../../shared/error.js'

/** A text of a file that another takes the place of. */
export type Planted = Pick<Mistake, 'name' | 'file' | 'find' | 'replace'>

/** Puts mistakes into the files of a folder. Error: E_MISTAKE if what a mistake is about does not stand in exactly one place. */
export async function plantInTree(mistakes: readonly Planted[], folder: string): Promise<void> {
  for (const mistake of mistakes) {
    const path = join(folder, mistake.file)
    const text = await readFile(path, 'utf8').catch(() => '')
    await writeFile(path, planted(mistake, text))
  }
}

/** The text of a file with a mistake in it. Error: E_MISTAKE. */
export function planted({ name, file, find, replace }: Planted, text: string): string {
  const [before, after, ...more] = text.split(find)
  if (before !== undefined && after !== undefined && more.length === 0) return `${before}${replace}${after}`
  const hits = more.length === 0 ? 'nowhere' : `in ${more.length + 1} places`
  throw new ToolError(
    'E_MISTAKE',
    `The mistake ${name} cannot be planted: its text stands ${hits} in ${file}; correct what it looks for.`,
    { output: find },
  )
}
