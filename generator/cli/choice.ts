import type { TreeBuild } from '../kernel/tree/kernel.js'
import { ToolError } from '../shared/error.js'
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

/** How the options have a kernel tree built. Error: E_USAGE for more than one architecture. */
export const treeBuildOf = ({ config, cc, instruments, arch }: CommandOptions): TreeBuild => ({
  ...archIn(arch),
  ...(config === undefined ? {} : { config }),
  ...(cc === undefined ? {} : { cc }),
  ...(instruments === undefined ? {} : { instruments: instruments.split(',').sort().join('+') }),
})

function archIn(archs: CommandOptions['arch'] = []): Pick<TreeBuild, 'arch'> {
  const [arch, ...others] = archs
  if (others.length > 0)
    throw new ToolError('E_USAGE', 'A tree is built for one architecture at a time: give --arch once.')
  return arch === undefined ? {} : { arch }
}
