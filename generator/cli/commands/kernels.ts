import { table } from '../../report/table.js'
import type { Command } from '../command.js'

export const kernelsCommand: Command = {
  name: 'kernels',
  summary: 'List the kernels that can be run, their ABI and where they come from.',
  options: ['json'],
  example: 'kernels',
  async run({ options, print, progress }) {
    progress('looking for kernels')
    const { knownKernels } = await import('../../kernel/resolve.js')
    const kernels = await knownKernels(progress)
    if (options.json) {
      print(JSON.stringify(kernels, null, 2))
      return 0
    }
    const rows = kernels.map(({ ref, version, abi, where, cached }) => [
      ref,
      version,
      abi === null ? 'unknown' : String(abi),
      `${where}${cached && ref !== 'native' ? ', in the cache' : ''}`,
    ])
    print(table([['kernel', 'release', 'ABI', 'from'], ...rows]))
    return 0
  },
}
