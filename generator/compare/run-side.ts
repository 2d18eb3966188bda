import type { Observed } from '../guest/course.js'
import { readTarget } from '../guest/ktap.js'
import { observe } from '../guest/observe.js'
import type { Job, Ready } from '../run/job.js'
import { ToolError } from '../shared/error.js'
import type { BuiltSuite } from '../suite/build-suite.js'
import { checkTarget } from '../suite/codec.js'
import type { Test } from '../suite/suite.js'

/** A kernel with what it gave. */
export type ObservedKernel = Ready & { readonly job: Job; readonly observed: Observed }

/**
 * Runs the programs on one of two kernels. What goes wrong, such as a kernel that says something else of itself than it did before, is
 * missing on its side, and takes nothing from the other one.
 */
export async function runSide(
  kernel: Ready,
  built: BuiltSuite,
  tests: readonly Test[],
  job: Job,
): Promise<ObservedKernel> {
  try {
    return { ...kernel, job, observed: await observeOn(kernel, built, tests, job) }
  } catch (error) {
    if (!(error instanceof ToolError) || error.isStop) throw error
    const why = `nothing that it gave counts: ${error.code}: ${error.message}`
    return { ...kernel, job, observed: { channel: '', console: '', lost: [why], notes: [], boots: 0 } }
  }
}

async function observeOn(
  { machine, probed }: Ready,
  { id, binary }: BuiltSuite,
  tests: readonly Test[],
  { times, work, progress }: Job,
): Promise<Observed> {
  const packed = await times.time('pack', () => machine.pack(binary, work))
  const observed = await times.time('run', () =>
    observe({ machine, packed, id, tests, folder: work, progress }),
  )
  checkTarget(probed.target, readTarget(observed.channel))
  return observed
}
