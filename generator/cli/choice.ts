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
