import { predictSpoken } from '../../specs/model/predict.js'
import type { SilenceId } from '../../specs/model/silences.js'
import type { Allowed, Outcome } from '../../specs/outcome.js'
import type { Op } from '../../specs/program.js'
import { readObservations } from '../guest/ktap.js'
import { diff } from '../judge/judge.js'
import { scratchFolder } from '../shared/cache.js'
import type { Progress } from '../shared/progress.js'
import { programId, type ReadProgram } from '../suite/codec.js'
import { replayLaw, suiteOf } from '../suite/draw.js'
import { suiteFiles } from '../suite/suite-files.js'
import { executeSuite } from './execute.js'
import { ready, startJob } from './job.js'

/** One op of a program that was run to its end, whatever the model says of it. */
type ObservedStep = {
  readonly op: Op
  /** What the model allows; nothing from where on it is silent. */
  readonly allowed: readonly Allowed[]
  /** What the kernel answered; undefined if the program did not come so far. */
  readonly observed: Outcome | undefined
  readonly isWrong: boolean
}

/** What a kernel answered to a program of which the model says nothing from some op on, and why it does not. */
export type ObservedProgram = {
  readonly ref: string
  readonly release: string
  readonly abi: number
  readonly steps: readonly ObservedStep[]
  readonly silence: { readonly step: number; readonly id: SilenceId | undefined }
  /** What ended the program before its end, and what of it was lost. */
  readonly ended: string
}

/**
 * Runs a program on a kernel to its end, and judges it as far as the model speaks; nothing is kept. Undefined, without a run, where the model
 * speaks to the end: then replay judges all of it.
 */
export async function observeProgram(
  { program }: ReadProgram,
  file: string,
  ref: string,
  progress: Progress,
): Promise<ObservedProgram | undefined> {
  return scratchFolder(async work => {
    const job = await startJob(work, progress)
    const kernel = await ready(ref, job)
    const { target, release } = kernel.probed
    const { silence, ...spoken } = predictSpoken(target, program)
    if (silence === undefined) return undefined
    const law = { name: replayLaw.name, claim: 'What the kernel answers.', place: file }
    // The C of a program says of each op what is expected; where nothing is, what it prints is read all the same.
    const allowed = program.ops.map((_, index): readonly Allowed[] => spoken.allowed[index] ?? ['OK'])
    const clauses = program.ops.map((_, index) => spoken.clauses[index] ?? [])
    const suite = suiteOf(target, law, { id: programId(program), program, allowed, clauses })
    const { channel, lost } = await executeSuite(kernel, { suite, files: suiteFiles(suite) }, job)
    const [seen] = readObservations(channel, suite.tests).values()
    const outcomes = seen?.outcomes ?? []
    const wrong = new Set(diff(target, program, outcomes).map(({ step }) => step))
    const end = seen === undefined || seen.end === 'done' ? [] : [`${seen.end} ${seen.detail}`]
    return {
      ...{ ref, release, abi: target.abi, silence },
      steps: program.ops.map((op, index) => ({
        op,
        allowed: spoken.allowed[index] ?? [],
        observed: outcomes[index],
        isWrong: wrong.has(index),
      })),
      ended: [...end, ...lost].join('; ').trim(),
    }
  })
}
