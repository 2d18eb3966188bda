import { appendFile, realpath, stat } from 'node:fs/promises'
import { writeWhole } from './cache.js'
import { ToolError } from './error.js'

/**
 * Writes a file that the user named, whole or not at all, and through a symbolic link what it leads to; a pipe or a device is written to, and so is what
 * we have open already, and stays what it is. Error: E_DISK.
 */
export async function writeNamed(path: string, text: string): Promise<void> {
  try {
    const there = await stat(path).catch(() => undefined)
    if (there === undefined) await writeWhole(path, text)
    else if (there.isFile() && !opened.test(path)) await writeWhole(await realpath(path), text)
    else await appendFile(path, text)
  } catch (cause) {
    if (!(cause instanceof Error) || !('code' in cause)) throw cause
    throw new ToolError(
      'E_DISK',
      `${path} cannot be written: free some space, look at its permissions, or name another file.`,
      { output: cause instanceof ToolError ? cause.output : cause.message, cause },
    )
  }
}

/** Names of what is open: behind them may be a file to which others write as well. */
const opened = /^\/(dev\/(stdout|stderr|fd\/)|proc\/)/
