import { mkdir } from 'node:fs/promises'
import type { Target } from '../../../specs/target.js'
import { exec } from '../../shared/exec.js'
import { linesOfPieces } from '../../shared/lines.js'
import type { Executable } from '../../suite/build.js'
import type { Executor, Start } from './executor.js'

/** The kernel has one receiver of audit records, with those of all processes: executors at once would take each other's. */
export const withoutAudit = (target: Target): Target => ({
  ...target,
  lacks: { ...target.lacks, audit: 'EEXIST' },
})

/** What was said last, in lines: why a process ended without a program to blame. */
const keptLines = 20

/** The executor in processes of this machine, which make namespaces of their own. */
export const processes = ({ path, id }: Executable): Omit<Executor, 'target'> => ({
  start: startProcess(path),
  id,
  notes,
})

const notes = (): readonly string[] => [
  'programs that read audit records are left out: processes at once would take them from each other',
]

const startProcess =
  (binary: string): Start =>
  async (programs, folder, onLine) => {
    await mkdir(folder, { recursive: true })
    const linesOf = linesOfPieces()
    let last: readonly string[] = []
    const onPiece = (piece: Buffer): void => {
      const lines = linesOf(piece)
      last = [...last, ...lines].slice(-keptLines)
      for (const line of lines) onLine(line)
    }
    const { stderr, exitCode, signal } = await exec(binary, [], { cwd: folder, inputs: programs, onPiece })
    const how = signal === null ? `exited with ${exitCode}` : `was killed by ${signal}`
    return { end: 'exit', console: [...last, stderr, `The executor ${how}.`, ''].join('\n') }
  }
