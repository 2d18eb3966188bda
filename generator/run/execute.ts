import { hasReport, readTarget } from '../guest/ktap.js'
import { type ObserveOptions, observe } from '../guest/observe.js'
import type { SavedRun } from '../judge/bundle.js'
import { programsOf, sha256Of } from '../kernel/resolve.js'
import { specsOption } from '../shared/paths.js'
import { buildSuite } from '../suite/build-suite.js'
import { checkTarget } from '../suite/codec.js'
import type { Suite } from '../suite/suite.js'
import type { SuiteFiles } from '../suite/suite-files.js'
import type { Job, Ready } from './job.js'

/** The command that replays a program on a kernel. */
export const replayCommand = (path: string, ref: string): string =>
  `npx landlockstep replay ${path} --kernel ${ref}${specsOption}`

/** A suite, and the files that it was written as. */
type WrittenSuite = { readonly suite: Suite; readonly files: SuiteFiles }

/**
 * Compiles a suite and runs it. Errors: E_TARGET when the kernel is not what the suite was made for, E_SUITE when it was another suite
 * that ran.
 */
export async function executeSuite(
  { machine, probed: { release } }: Ready,
  { suite, files }: WrittenSuite,
  { times, work, progress }: Job,
  options: ObserveOptions = {},
): Promise<SavedRun> {
  const { id, binary } = await times.time('build', () =>
    buildSuite(files, work, progress, programsOf(machine.kernel)),
  )
  const packed = await times.time('pack', () => machine.pack(binary, work))
  const { tests } = suite
  const observed = await times.time('run', () =>
    observe({ machine, packed, id, tests, folder: work, progress }, options),
  )
  if (hasReport(observed.channel)) checkTarget(suite.target, readTarget(observed.channel))
  const { channel, console, lost } = observed
  const notes = [...machine.notes, ...observed.notes]
  const { ref, origin } = machine.kernel
  const sha256 = sha256Of(machine.kernel)
  return { suite, made: files.made, channel, console, lost, notes, origin: { ref, sha256, origin, release } }
}
