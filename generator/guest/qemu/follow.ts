import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { linesOfPieces } from '../../shared/lines.js'

const everyMs = 50

/** What to read along, and whom to tell. */
export type Following = {
  /** The file that counts. */
  readonly channel: string
  /** The file that counts as long as nothing stands in the other. */
  readonly console: string
  readonly onLine: (line: string) => void
  readonly silenceMs: number
  /** Called once, when no whole line came for so long. */
  readonly onSilence: () => void
}

/** Someone who reads along; `stop` hears the rest first. */
export type Follower = { readonly stop: () => void }

/** Reads two files along as they grow: files take what QEMU writes whether we keep up or not, which a pipe does not. */
export function follow({ channel, console, onLine, silenceMs, onSilence }: Following): Follower {
  const channelReader = readerOf(channel)
  const consoleReader = readerOf(console)
  let last = Date.now()
  const read = (): void => {
    const spoken = channelReader.newLines()
    const lines = channelReader.isEmpty() ? consoleReader.newLines() : spoken
    if (lines.length > 0) last = Date.now()
    for (const line of lines) onLine(line.replace(/\r$/, ''))
  }
  const timer = setInterval(() => {
    read()
    if (Date.now() - last < silenceMs) return
    last = Number.POSITIVE_INFINITY
    onSilence()
  }, everyMs)
  const stop = (): void => {
    clearInterval(timer)
    read()
    channelReader.close()
    consoleReader.close()
  }
  return { stop }
}

/** Reads on from where it was; a line that is not ended yet waits for its end. */
function readerOf(path: string) {
  const fd = openSync(path, 'w+')
  const linesOf = linesOfPieces()
  let offset = 0
  const newLines = (): readonly string[] => {
    const buffer = Buffer.alloc(Math.max(0, fstatSync(fd).size - offset))
    const length = buffer.length === 0 ? 0 : readSync(fd, buffer, 0, buffer.length, offset)
    offset += length
    return linesOf(buffer.subarray(0, length))
  }
  return { newLines, isEmpty: () => offset === 0, close: () => closeSync(fd) }
}
