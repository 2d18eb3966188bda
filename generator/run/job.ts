import { mkdir } from 'node:fs/promises'
import type { Target } from '../../specs/target.js'
import { guest, type Machine } from '../guest/machine.js'
import { native } from '../guest/native.js'
import { type Probed, probe } from '../guest/probe.js'
import { archsOf } from '../kernel/ref.js'
import { programsOf, resolveKernel } from '../kernel/resolve.js'
import { hostArch } from '../shared/arch.js'
import { type Clock, clock } from '../shared/clock.js'
import type { Progress } from '../shared/progress.js'
import { installTools, missingForLab, missingTools } from '../shared/setup.js'
import { buildGuestTools } from '../suite/build.js'
import { asSaid } from '../suite/codec.js'

/** What every stage is given: a clock, a folder that is thrown away, and whom to tell. */
export type Job = { readonly times: Clock; readonly work: string; readonly progress: Progress }

export const startJob = async (work: string, progress: Progress): Promise<Job> => {
  await mkdir(work, { recursive: true })
  return { times: clock(), work, progress }
}

/** A kernel that answers, and what it says that it is. */
export type Ready = { readonly machine: Machine; readonly probed: Probed }

/** Finds the kernel, builds what a guest needs, and asks the kernel what it is; `said` is what it has of proposals, whatever it answers. */
export async function ready(
  ref: string,
  { times, work, progress }: Job,
  said?: Pick<Target, 'designs' | 'choices'>,
): Promise<Ready> {
  const beforeBuild = async (): Promise<void> => installTools(await missingForLab(archsOf([ref])), progress)
  const kernel = await times.time('kernel', () => resolveKernel(ref, progress, beforeBuild))
  const programs = programsOf(kernel)
  const foreign = [kernel.arch ?? hostArch, programs].filter(arch => arch !== hostArch)
  if (foreign.length > 0) await installTools(await missingTools(foreign), progress)
  const tools = await times.time('tools', () => buildGuestTools(progress, programs))
  progress(`asking ${ref} what it is`)
  return times.time('probe', async () => {
    const machine = kernel.kind === 'native' ? native(kernel, tools) : await guest(kernel, tools, work)
    const probed = await probe(machine, tools, work)
    if (said === undefined) return { machine, probed }
    return { machine, probed: { ...probed, target: asSaid(probed.target, said) } }
  })
}
