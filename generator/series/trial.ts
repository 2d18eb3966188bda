import type { Result } from '../judge/result.js'
import { replay } from '../run/replay.js'
import { run } from '../run/run.js'
import type { Progress } from '../shared/progress.js'
import type { ReadProgram } from '../suite/codec.js'
import type { Choice } from '../suite/draw.js'
import { whyNoVerdict } from './of-commit.js'

/** What tells good from bad: a program, or the laws of a choice. */
export type Sign = { readonly program: ReadProgram; readonly file: string } | { readonly choice: Choice }

/** What a commit was found to be; `skip` where there is no verdict. */
export type Trial = {
  readonly state: 'good' | 'bad' | 'skip'
  /** Of so many votes so many said so. */
  readonly votes: { readonly same: number; readonly of: number }
  /** Why it was skipped; else empty. */
  readonly why: string
}

/** So often a program is asked, each time in a fresh guest. */
const votes = 3

const skip = (why: string): Trial => ({ state: 'skip', votes: { same: 0, of: 0 }, why })

/** Builds and asks a kernel. Errors: those that are not about it. */
export async function trial(ref: string, sign: Sign, progress: Progress): Promise<Trial> {
  try {
    if ('choice' in sign) return ofRun(await run([ref], sign.choice, progress))
    const all: Result[] = []
    for (let count = 0; count < votes; count++)
      all.push((await replay(sign.program, sign.file, { ref }, progress)).result)
    return ofVotes(all.map(({ verdict }) => verdict))
  } catch (error) {
    return skip(whyNoVerdict(error).why)
  }
}

/** What diverges in a run was asked again three times by it, and all but flaky then. */
function ofRun({ verdict, kernels }: Result): Trial {
  const again = kernels.flatMap(({ tests }) =>
    tests.flatMap(one => (one.status === 'diverged' ? (one.again ?? []) : [])),
  )
  const [first] = again
  if (verdict === 'agree') return { state: 'good', votes: { same: 1, of: 1 }, why: '' }
  if (verdict !== 'diverge') return skip(`the run is ${verdict}`)
  return {
    state: 'bad',
    votes: { same: 1 + (first?.same ?? 0), of: 1 + (first?.votes.length ?? 0) },
    why: '',
  }
}

/** A split vote is no verdict. */
export function ofVotes(verdicts: readonly Result['verdict'][]): Trial {
  const count = (wanted: Result['verdict']): number => verdicts.filter(one => one === wanted).length
  const of = verdicts.length
  if (count('agree') === of) return { state: 'good', votes: { same: of, of }, why: '' }
  if (count('diverge') === of) return { state: 'bad', votes: { same: of, of }, why: '' }
  return skip(`the votes are split: ${verdicts.join(', ')}`)
}
