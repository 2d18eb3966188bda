import type { Remains, SavedRun } from '../judge/bundle.js'
import { divergenceWatch } from '../judge/divergence-watch.js'
import type { Retries } from '../judge/retries.js'
import type { JudgedKernel } from '../judge/verdict.js'
import { note } from '../shared/notes.js'
import type { Choice } from '../suite/draw.js'
import { executeSuite } from './execute.js'
import { type Generated, generateFor } from './generate.js'
import { type Job, ready } from './job.js'
import type { JudgePolicy, Means } from './means.js'
import { retry } from './retry.js'
import { toolVersions } from './versions.js'

/** What of a kernel is asked for: its reference, its suite, and by what that is judged. */
type KernelOrder = {
  readonly ref: string
  readonly choice: Choice
  readonly means: Means
  readonly policy: JudgePolicy
}

/** What a kernel gave before anybody judged it, and how what is doubtful runs again in so many fresh guests. */
export type KernelRun = Pick<Generated, 'suite' | 'files' | 'folder'> & {
  readonly ran: SavedRun
  readonly remains: Omit<Remains, 'findings'>
  readonly again: (judged: JudgedKernel, guests: number) => Promise<Retries | undefined>
  /** What each stage took. */
  readonly seconds: () => Readonly<Record<string, number>>
}

/** Runs the suite of a kernel, here or elsewhere. */
export type RunKernel = (order: KernelOrder, job: Job) => Promise<KernelRun>

/** Runs it on this machine. */
export const runHere: RunKernel = async ({ ref, choice, means, policy }, job) => {
  const { machine, probed } = await ready(ref, job, policy.said)
  const generated = await generateFor(probed.target, choice, job, machine.kernel.ahead)
  const { suite, leftOut, files, folder } = generated
  const { specs, known } = means
  const onUnexpected = divergenceWatch({
    ...{ suite, release: probed.release, specs, tell: note },
    known: [...known, ...(policy.baseline ?? [])],
    ...(policy.stopAfter === undefined ? {} : { stopAfter: policy.stopAfter }),
  })
  const ran = await executeSuite({ machine, probed }, { suite, files }, job, { onUnexpected })
  const { kernel } = machine
  return {
    ...{ suite, files, folder },
    ran: { ...ran, leftOut },
    remains: { versions: await toolVersions(kernel), config: kernel.config, boots: job.work },
    again: (judged, guests) => retry({ machine, suite, judged }, guests, job),
    seconds: job.times.seconds,
  }
}
