import { createReadStream } from 'node:fs'
import { ToolError } from './error.js'

/** A file that is read whole may have so many bytes; nothing that is written here comes near to it. */
const most = 128 * 2 ** 20

/** Reads a text file that the user named. Error: E_FILE for one that cannot be read, is too large, or is no text. */
export async function readText(path: string, longest = most): Promise<string> {
  const bytes = await readBytes(path, longest)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw refused(path, 'is no text in UTF-8: give the path of one', cause)
  }
}

/** Reads a file whole. Error: E_FILE for one that cannot be read, or has more bytes than that. */
export async function readBytes(path: string, longest = most): Promise<Buffer> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of createReadStream(path, { end: longest })) {
      pieces.push(piece)
      size += piece.length
    }
  } catch (cause) {
    throw refused(path, 'cannot be read: give the path of a file that exists', cause)
  }
  if (size > longest) throw refused(path, `has more than ${longest} bytes: give the path of a smaller file`)
  return Buffer.concat(pieces)
}

const refused = (path: string, what: string, cause?: unknown): ToolError =>
  new ToolError('E_FILE', `${path} ${what}.`, {
    output: cause instanceof Error ? cause.message : '',
    cause,
  })
