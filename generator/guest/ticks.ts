import { hostArch } from '../shared/arch.js'
import { exec } from '../shared/exec.js'

/** A counter that counts less or more often than this in a millisecond is none. */
const [fewest, most] = [10_000, 100_000_000]

/**
 * How often the time stamp counter of this machine counts in a millisecond, as templates/guest/ticks.c measures it; undefined without one.
 * A guest that QEMU emulates has the same. Source: QEMU, cpu_get_host_ticks().
 */
export async function hostTicks(program: string, arch = hostArch): Promise<number | undefined> {
  if (arch !== hostArch) return undefined
  const { exitCode, stdout } = await exec(program, [])
  const ticks = Number(/^(\d+)\n$/.exec(stdout)?.[1] ?? Number.NaN)
  return exitCode === 0 && ticks >= fewest && ticks <= most ? ticks : undefined
}
