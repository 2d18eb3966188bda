import type { Op, Program } from '../../../specs/program.js'

/** Why a program cannot be told as a C file that stands alone, if it cannot: the first step that keeps it from that. */
export function uncovered({ ops }: Program): string | undefined {
  for (const [index, op] of ops.entries()) {
    const why = whyNot(op)
    if (why !== undefined) return `step ${index} ${why}`
  }
  return undefined
}

function whyNot(op: Op): string | undefined {
  if (op.kind === 'race') return 'is a race of two threads'
  return op.kind === 'read_audit'
    ? 'reads audit records, for which a process beside it has to listen'
    : undefined
}
