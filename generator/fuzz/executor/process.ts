import { mkdir } from 'node:fs/promises'
import type { Target } from '../../../specs/target.js'
import { execWatched } from '../../guest/exec-watched.js'
import type { WatchLimits } from '../../guest/watch.js'
import type { Executable } from '../../suite/build.js'
import type { Executor, StartGuest } from './executor.js'
import { isLast, isProgress } from './listen.js'

/** The kernel has one receiver of audit records, and tells of all processes in them and in its trace events: executors at once would take each other's. */
export const withoutLogs = (target: Target): Target => ({
  ...target,
  lacks: { ...target.lacks, audit: 'EEXIST', trace_events: 'EEXIST' },
})

/** What was said last, in lines: why a process ended without a program to blame. */
const keptLines = 20

/** What a process may take: it ends a program that hangs by itself, and is followed by a fresh one before it has said so much; of one program it says far less. */
const limits: WatchLimits = { silenceMs: 20_000, stallMs: 300_000, bytes: 128 * 2 ** 20, stallBytes: 2 ** 22 }

/** The executor in processes of this machine, which make namespaces of their own. */
export const processes = ({ path, id }: Executable): Omit<Executor, 'target'> => ({
  start: startProcess(path),
  id,
  notes,
})

const notes = (): readonly string[] => [
  'programs that read audit records or trace events are left out: processes at once would take them from each other',
]

const startProcess =
  (binary: string): StartGuest =>
  async (programs, folder, onLine) => {
    await mkdir(folder, { recursive: true })
    const last: string[] = []
    const { exit, cause } = await execWatched(binary, [], {
      ...{ cwd: folder, inputs: programs, limits, isProgress, isLast },
      onLine: line => {
        last.push(line)
        if (last.length > keptLines) last.shift()
        onLine(line)
      },
    })
    const { stderr, exitCode, signal } = exit
    const how = signal === null ? `exited with ${exitCode}` : `was killed by ${signal}`
    const detail = cause === undefined ? how : `was ended: ${cause.detail}`
    const console = [...last, stderr, `The executor ${detail}.`, ''].join('\n')
    const end = cause?.end === 'flood' ? cause.end : 'exit'
    return { end, detail, console, ...(cause === undefined ? {} : { isSlow: true }) }
  }
