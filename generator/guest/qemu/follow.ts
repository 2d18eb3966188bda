import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { linesOfPieces } from '../../shared/lines.js'

const everyMs = 50
const pieceSize = 2 ** 20

/** So many pieces are read before others have a turn. */
const pieces = 16

/** What to read along, and whom to tell. */
type Following = {
  /** The file that counts. */
  readonly channel: string
  /** The file that counts as long as nothing stands in the other. */
  readonly console: string
  /** So many bytes of a file are read; what comes after them nobody hears. */
  readonly bytes: number
  readonly onLine: (line: string) => void
  /** Called after each look at the files, with their sizes. */
  readonly onLook: (sizes: { readonly channel: number; readonly console: number }) => void
}

/** Someone who reads along; `stop` hears the rest first. */
type Follower = { readonly stop: () => void }

/** Reads two files along as they grow: files take what QEMU writes whether we keep up or not, which a pipe does not. */
export function follow({ channel, console, bytes, onLine, onLook }: Following): Follower {
  const channelReader = readerOf(channel, bytes)
  const consoleReader = readerOf(console, bytes)
  const read = (): boolean => {
    const spoken = channelReader.newLines()
    const lines = channelReader.isEmpty() ? consoleReader.newLines() : spoken
    for (const line of lines ?? []) onLine(line.replace(/\r$/, ''))
    return lines !== undefined
  }
  const look = (): void => {
    for (let piece = 0; piece < pieces && read(); piece += 1);
    onLook({ channel: channelReader.size(), console: consoleReader.size() })
  }
  const timer = setInterval(look, everyMs)
  const stop = (): void => {
    clearInterval(timer)
    while (read());
    channelReader.close()
    consoleReader.close()
  }
  return { stop }
}

/** Reads on from where it was, a piece at a time, nothing when there is none; a line that is not ended yet waits for its end. */
function readerOf(path: string, bytes: number) {
  const fd = openSync(path, 'w+')
  const linesOf = linesOfPieces()
  const buffer = Buffer.alloc(pieceSize)
  let offset = 0
  const newLines = (): readonly string[] | undefined => {
    const length = readSync(fd, buffer, 0, Math.min(buffer.length, bytes - offset), offset)
    offset += length
    return length === 0 ? undefined : linesOf(buffer.subarray(0, length))
  }
  return { newLines, size: () => fstatSync(fd).size, isEmpty: () => offset === 0, close: () => closeSync(fd) }
}
