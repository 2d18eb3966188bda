import type { Program } from '../../../specs/program.js'

/** Why a program cannot be told as a C file that stands alone, if it cannot: the first step that keeps it from that. */
export function uncovered({ ops }: Program): string | undefined {
  const index = ops.findIndex(({ kind }) => kind === 'read_audit')
  return index < 0
    ? undefined
    : `step ${index} reads audit records, for which a process beside it has to listen`
}
