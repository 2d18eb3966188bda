import { type ExecOptions, type Exit, exec } from '../shared/exec.js'
import { linesOfPieces } from '../shared/lines.js'
import { isStopped } from '../shared/owner.js'
import type { Ending } from './qemu.js'
import { type Signs, type WatchLimits, watch } from './watch.js'

/** What is watched, and who hears it; `onPiece` hears what `onLine` does as it comes. */
export type Watched = Omit<ExecOptions, 'onPiece' | 'outFile' | 'deadlineMs' | 'onStart'> &
  Signs & {
    readonly limits: WatchLimits
    readonly onLine: (line: string) => void
    readonly onPiece?: (piece: Buffer) => void
  }

const everyMs = 100

/** Runs a program of this machine in place of a guest, and ends it when it takes too much; then there is a cause. */
export async function execWatched(
  command: string,
  args: readonly string[],
  { limits, isProgress, isLast, onLine, onPiece, abort, ...options }: Watched,
): Promise<{ readonly exit: Exit; readonly cause: Ending | undefined }> {
  const ending = new AbortController()
  const watched = watch(limits, { ...(isProgress ? { isProgress } : {}), ...(isLast ? { isLast } : {}) })
  const linesOf = linesOfPieces()
  let cause: Ending | undefined
  let [size, pid] = [0, 0]
  const end = (why: Ending): void => {
    cause ??= why
    ending.abort()
  }
  const onAbort = (): void => end({ end: 'stopped', detail: '' })
  abort?.addEventListener('abort', onAbort)
  const timer = setInterval(() => {
    const excess = watched.look({ output: size })
    if (excess === undefined) return
    end(
      excess.end === 'hang' && isStopped(pid)
        ? { end: 'killed', detail: 'it was stopped by somebody' }
        : excess,
    )
  }, everyMs)
  const exit = await exec(command, args, {
    ...options,
    abort: ending.signal,
    onStart: started => {
      pid = started
    },
    onPiece: piece => {
      size += piece.length
      // What is too much is not kept, nor understood.
      if (size > limits.bytes) return
      onPiece?.(piece)
      for (const line of linesOf(piece)) {
        watched.hear(line)
        onLine(line)
      }
    },
  }).finally(() => {
    clearInterval(timer)
    abort?.removeEventListener('abort', onAbort)
  })
  return { exit, cause }
}
