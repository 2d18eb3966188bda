import type { Frozen } from '../suite/codec/program-schema.js'
import type { resultSchema } from './result-schema.js'

/** What a run found, whole: every report is made from this record, and `--json` prints it. */
export type Result = Frozen<(typeof resultSchema)['_output']>

/** `agree`: every outcome is allowed; `diverge`: one is not, or the kernel complained; `incomplete`: some are missing. */
export type Verdict = Result['verdict']

/** A kernel that could not be run: the code and the sentence of the error. */
export type Unavailable = Result['unavailable'][number]

/** One kernel of a run; programs = agreed + diverged + known + lost. */
export type KernelResult = Result['kernels'][number]

/** What became of one program on a kernel. */
export type TestResult = KernelResult['tests'][number]

/** An observed outcome that the model does not allow, with all that a reader needs to settle it. */
export type Finding = Result['divergences'][number]

/** The exit codes of the commands; 2 is also what our own failures exit with. */
export const exitCodes = { agree: 0, diverge: 1, incomplete: 2 } as const satisfies Record<Verdict, number>
