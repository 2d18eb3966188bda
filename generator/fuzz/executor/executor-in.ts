import { join } from 'node:path'
import type { Target } from '../../../specs/target.js'
import type { Tools } from '../../guest/machine.js'
import type { Kernel } from '../../kernel/resolve.js'
import type { Executable } from '../../suite/build.js'
import type { Executor } from './executor.js'
import { guests } from './guest.js'
import { hostClock } from './host-clock.js'
import { processes } from './process.js'

/** The executor in guests of a kernel, or, for the kernel that runs now, in processes of this machine. */
export const executorIn = async (
  kernel: Kernel,
  tools: Tools,
  binary: Executable,
  target: Target,
  scratch: string,
): Promise<Executor> => {
  const host = hostClock()
  if (kernel.kind === 'native') return { target, host, ...processes(binary) }
  return { target, host, ...(await guests(kernel, tools, binary, join(scratch, 'executor'))) }
}
