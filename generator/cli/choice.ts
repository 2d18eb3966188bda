import type { TreeBuild } from '../kernel/tree/kernel.js'
import type { Choice } from '../suite/draw.js'
import type { CommandOptions } from './command.js'

/** The seed of the default suite. */
const defaultSeed = 1

/** Which suite the options ask for. */
export const choiceOf = ({ seed = defaultSeed, filter, shard, budget }: CommandOptions): Choice => ({
  seed,
  ...(shard === undefined ? {} : { shard }),
  ...(budget === undefined ? {} : { budget }),
  ...(filter === undefined ? {} : { filter }),
})

/** How the options have a kernel tree built. */
export const treeBuildOf = ({ config, cc, instruments }: CommandOptions): TreeBuild => ({
  ...(config === undefined ? {} : { config }),
  ...(cc === undefined ? {} : { cc }),
  ...(instruments === undefined ? {} : { instruments: instruments.split(',').sort().join('+') }),
})
