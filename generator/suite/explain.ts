import { type ClauseId, clauses } from '../../specs/model/clauses.js'
import type { Prediction } from '../../specs/model/predict.js'
import type { Program } from '../../specs/program.js'
import { describe } from './describe.js'

type Explained = ReturnType<typeof explained>[number]

/** What the model allows at each step of a program, and the clauses that decide. */
export const explained = (program: Program, { allowed, clauses: decided }: Prediction) =>
  program.ops.map((op, step) => ({
    step,
    op: describe(op),
    allowed: allowed[step] ?? [],
    clauses: (decided[step] ?? []).map((clause: ClauseId) => ({ clause, ...clauses[clause] })),
  }))

/** A step in words. */
export const describeStep = ({ step, op, allowed, clauses }: Explained): string =>
  [
    `${String(step).padStart(2)}  ${op}`,
    `    allowed: ${allowed.join(' | ')}`,
    ...clauses.map(({ clause, says, cite }) => `    ${clause}: ${says} (${cite})`),
  ].join('\n')
