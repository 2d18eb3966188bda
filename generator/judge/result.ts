import type { Frozen } from '../suite/codec/program-schema.js'
import type { resultSchema } from './result-schema.js'

/** What a run found, whole: every report is made from this record, and `--json` prints it. */
export type Result = Frozen<(typeof resultSchema)['_output']>

/** `agree`: every outcome is allowed; `diverge`: one is not, or the kernel complained; `incomplete`: some are missing; `flaky`: see Status. */
export type RunVerdict = Result['verdict']

/** A kernel that could not be run: the code and the sentence of the error. */
export type Unavailable = Result['unavailable'][number]

/** One kernel of a run; programs = agreed + diverged + known + flaky + lost. */
export type KernelResult = Result['kernels'][number]

/** What became of one program on a kernel. */
export type TestResult = KernelResult['tests'][number]

/** How a program did when it ran again in fresh guests. */
export type Retry = NonNullable<TestResult['again']>

/** An observed outcome that the model does not allow, with all that a reader needs to settle it. */
export type ResultFinding = Result['divergences'][number]

/** What explains a difference, as a reader finds it: an entry of specs/known, or one of a baseline. */
export const entryOf = (known: string): string => (known.includes('#') ? known : `specs/known/${known}`)

/** What fails a run: only what diverges, also what is flaky, or also what is incomplete. */
export type FailOn = Result['failOn']

/** The exit codes of the commands; 2 is also what our own failures exit with. */
export const exitCodes = { agree: 0, diverge: 1, incomplete: 2, flaky: 3 } as const satisfies Record<
  RunVerdict,
  number
>

/** From the verdict that fails always to the one that fails unless somebody asks otherwise. */
const severity = ['diverge', 'flaky', 'incomplete'] as const satisfies readonly FailOn[]

/**
 * The exit code of a record: that of its verdict, or 0 for one that is not to fail. Where no program was judged there is nothing to let pass.
 */
export function exitCodeOf({
  verdict,
  failOn,
  kernels,
}: {
  readonly verdict: RunVerdict
  readonly failOn: FailOn
  readonly kernels: readonly Pick<KernelResult, 'agreed' | 'known'>[]
}): number {
  if (verdict === 'agree') return exitCodes.agree
  const isJudged = kernels.some(({ agreed, known }) => agreed + known > 0)
  return isJudged && severity.indexOf(verdict) > severity.indexOf(failOn) ? 0 : exitCodes[verdict]
}
