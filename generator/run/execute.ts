import { readTarget } from '../guest/ktap.js'
import type { Machine } from '../guest/machine.js'
import { observe } from '../guest/observe.js'
import type { Probed } from '../guest/probe.js'
import { buildSuite } from '../suite/build.js'
import { checkTarget } from '../suite/codec.js'
import type { Suite } from '../suite/suite.js'
import type { Job } from './job.js'

/** The command that replays a program on a kernel. */
export const replayCommand = (path: string, ref: string): string =>
  `npx landlockstep replay ${path} --kernel ${ref}`

/** Compiles a suite that lies in a folder and runs it. Error: E_TARGET when the kernel is not what the suite was made for. */
export async function execute(machine: Machine, { release }: Probed, suite: Suite, folder: string, job: Job) {
  const { times, work, progress } = job
  const binary = await times.time('build', () => buildSuite(folder, progress))
  const packed = await times.time('pack', () => machine.pack(binary, work))
  const observed = await times.time('run', () => observe(machine, packed, suite.tests, work, progress))
  checkTarget(suite.target, readTarget(observed.channel))
  const { ref, sha256, origin } = machine.kernel
  return { suite, ...observed, origin: { ref, sha256, origin, release } }
}
