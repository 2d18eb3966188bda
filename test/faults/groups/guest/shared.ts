import { faultyInit, faultyProbe, faultySuite, type Lies, lies, type SuiteFault } from '../../hostile.js'
import type { Exit } from '../../process.js'
import type { Expected } from '../../row.js'
import { smallRun } from '../../run.js'
import type { World } from '../../world.js'
import { programs } from '../shared.js'

export { agreed, error, lost } from '../shared.js'

type Inject = (world: World) => Promise<Exit>

/** The kernel complained, and so many programs were lost. */
export const complained = (count: number, reports?: number): Expected => ({
  ...{ exit: 1, verdict: 'diverge' },
  kernel: { agreed: programs - count, diverged: 0, lost: count },
  ...(reports === undefined ? {} : { reports }),
})

/** The suite does this, in C, in the second program of the first guest. */
export const inSuite =
  (c: string, fault: Partial<SuiteFault> = {}): Inject =>
  async world =>
    smallRun(world, world.warm.kernel, { CC: await faultySuite(world, { at: 2, once: true, c, ...fault }) })

/** The guest's first process does this before anything else. */
export const inInit =
  (c: string, suiteOnly = false): Inject =>
  async world =>
    smallRun(world, world.warm.kernel, { CC: await faultyInit(world, c, suiteOnly) })

/** The probe does this before anything else. */
export const inProbe =
  (c: string): Inject =>
  async world =>
    smallRun(world, world.warm.kernel, { CC: await faultyProbe(world, c) })

/** A kernel tells another ABI, or other errata, than it has. */
export const lying =
  (told: Lies, law?: string, which: 'kernel' | 'older' = 'kernel'): Inject =>
  async world =>
    smallRun(world, world.warm[which], { CC: await lies(world, told) }, law)
