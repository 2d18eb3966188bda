import { readFile } from 'node:fs/promises'

/** What a guest once said, such as `consoles/every-end.txt`. */
export const recorded = (name: string): Promise<string> =>
  readFile(new URL(`data/${name}`, import.meta.url), 'utf8')
