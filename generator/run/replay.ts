import type { Outcome } from '../../specs/outcome.js'
import type { Target } from '../../specs/target.js'
import { readObservations } from '../guest/ktap.js'
import type { Result } from '../judge/result.js'
import { type JudgedKernel, judgeRun, resultOf } from '../judge/verdict.js'
import { scratchFolder } from '../shared/cache.js'
import type { Progress } from '../shared/progress.js'
import type { ReadProgram } from '../suite/codec.js'
import { single } from '../suite/draw.js'
import { lawOf } from '../suite/law-of.js'
import type { Suite } from '../suite/suite.js'
import { suiteFiles } from '../suite/suite-files.js'
import { executeSuite, replayCommand } from './execute.js'
import { ready, startJob } from './job.js'
import { loadMeans } from './means.js'

/** What one program gave on a kernel; an op that was not reached has no outcome. */
export type Replayed = { readonly judged: JudgedKernel; readonly suite: Suite } & {
  readonly result: Result
  readonly outcomes: readonly Outcome[]
}

/** Which kernel, and what it has of proposals if somebody says so. */
type ReplayedOn = { readonly ref: string; readonly said?: Pick<Target, 'designs' | 'choices'> | undefined }

/** Runs one program of that file on a kernel; nothing is kept. */
export async function replay(
  drawn: ReadProgram,
  file: string,
  { ref, said }: ReplayedOn,
  progress: Progress,
): Promise<Replayed> {
  const { known, lacks } = await loadMeans()
  return scratchFolder(async work => {
    const job = await startJob(work, progress)
    const kernel = await ready(ref, job, said)
    const { probed } = kernel
    const { law, spec, notes } = await lawOf(drawn, probed.target)
    const suite = single(probed.target, drawn.program, file, law)
    const saved = await executeSuite(kernel, { suite, files: suiteFiles(suite) }, job)
    const judged = judgeRun(saved, {
      specs: [spec],
      known,
      lacks,
      replay: () => replayCommand(file, ref),
      notes,
      seconds: job.times.seconds,
      suite: '',
      suiteId: saved.made.id,
      folder: '',
    })
    const [observation] = readObservations(saved.channel, suite.tests).values()
    const result = resultOf([judged], [suite], { folder: '', judgedAt: new Date() })
    return { judged, suite, result, outcomes: observation?.outcomes ?? [] }
  })
}
