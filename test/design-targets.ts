import { designNames, type Target } from '../specs/target.js'
import { targets } from './targets.js'

/** Kernels of the oldest and the newest ABI that there are reports of, with each design and with all of them. */
export const designTargets: readonly Target[] = targets
  .filter(({ abi }) => abi !== 7)
  .flatMap(target =>
    [...designNames.map(name => [name]), designNames].map(designs => ({ ...target, designs })),
  )
