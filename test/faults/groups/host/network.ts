import { dirname, join } from 'node:path'
import { cachingCompiler } from '../../hostile.js'
import type { RowOfGroup } from '../../row.js'
import { smallArgs, smallRun } from '../../run.js'
import { agreed, error } from '../shared.js'

const unreachable = { LANDLOCKSTEP_MIRROR: 'http://mirror.example.invalid/debian' }

/** Machines without a network. */
export const networks: readonly RowOfGroup[] = [
  {
    fault: 'there is no network, and no kernel in the cache',
    expected: error('E_NETWORK', /LANDLOCKSTEP_MIRROR.*--kernel FILE/),
    quick: true,
    inject: world => world.run(smallArgs('debian:trixie'), { env: unreachable }),
  },
  {
    fault: 'there is no network, no kernel in the cache, and none is named',
    expected: error('E_NETWORK', /LANDLOCKSTEP_MIRROR.*--kernel FILE/),
    quick: true,
    inject: world => world.run(['run', '--json'], { env: unreachable }),
  },
  {
    fault: 'there is no network, and a kernel in the cache',
    expected: { ...agreed, says: /the mirror is out of reach, so the cached .* is used/ },
    limit: 240,
    inject: async world => {
      const shelf = join(world.entries, 'kernels')
      await world.prepare(`mkdir -p ${shelf}; cp -a ${dirname(world.warm.kernel)} ${shelf}`)
      return world.run(smallArgs('debian:trixie-backports'), { env: unreachable })
    },
  },
  {
    fault: 'there is no network, and the running kernel needs none',
    expected: agreed,
    quick: true,
    inject: world => smallRun(world, 'native', { ...unreachable, CC: cachingCompiler(world) }),
  },
]
