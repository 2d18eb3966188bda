import { readFile } from 'node:fs/promises'
import { ToolError } from '../shared/error.js'

/** Reads a file that the user named; a file that cannot be read is E_FILE. */
export async function readInput(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new ToolError('E_FILE', `${path} cannot be read: give the path of a file that exists.`, {
      output: (cause as Error).message,
      cause,
    })
  }
}
