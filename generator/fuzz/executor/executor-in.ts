import { join } from 'node:path'
import type { Target } from '../../../specs/target.js'
import type { Tools } from '../../guest/machine.js'
import type { Kernel } from '../../kernel/resolve.js'
import type { Executable } from '../../suite/build.js'
import type { Executor } from './executor.js'
import { guests } from './guest.js'
import { hostClock } from './host-clock.js'
import { processes } from './process.js'
/** What an executor is made of, and where its guests have their folders. */
export type ExecutorParts = {
  readonly kernel: Kernel
  readonly tools: Tools
  readonly binary: Executable
  readonly target: Target
  readonly scratch: string
  /** Of each guest, one if it is not said: two are for calls that begin at the same time. */
  readonly processors?: number
}

/** The executor in guests of a kernel, or, for the kernel that runs now, in processes of this machine. */
export const executorIn = async ({
  kernel,
  tools,
  binary,
  target,
  scratch,
  processors = 1,
}: ExecutorParts): Promise<Executor> => {
  const host = hostClock()
  if (kernel.kind === 'native') return { target, host, ...processes(binary) }
  return { target, host, ...(await guests({ kernel, tools, binary, processors }, join(scratch, 'executor'))) }
}
