import type { Target } from '../../specs/target.js'
import { loadKnown } from '../judge/known.js'
import type { FailOn } from '../judge/result.js'
import type { JudgeContext } from '../judge/verdict.js'
import { loadLaws } from '../suite/laws.js'

/** What every run is judged by. */
export type Means = Pick<JudgeContext, 'specs' | 'known' | 'lacks'>

/** What somebody asks for beside it: what is expected to fail, what fails a run, how often what is doubtful runs again, and when it may end. */
export type JudgePolicy = Pick<JudgeContext, 'baseline'> & {
  readonly failOn?: FailOn
  readonly retries?: number
  /** The run ends with so many programs that diverge. */
  readonly stopAfter?: number
  /** What a kernel has of proposals, whatever its guest finds. */
  readonly said?: Pick<Target, 'designs' | 'choices'>
}

/** Loads it, before anything runs: a mistake in it is told at once. Errors: E_KNOWN, E_LAW. */
export async function loadMeans(): Promise<Means> {
  const [specs, known] = await Promise.all([loadLaws(), loadKnown()])
  return { specs, ...known }
}
