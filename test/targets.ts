import { readFileSync } from 'node:fs'
import { readTarget } from '../generator/guest/ktap.js'
import type { Target } from '../specs/target.js'

/** What kernels with these ABIs report of themselves: 6.12.117, 6.18.44 and 7.3.4. */
export const targets: readonly Target[] = [6, 7, 11].map(abi =>
  readTarget(readFileSync(new URL(`data/targets/abi-${abi}.txt`, import.meta.url), 'utf8')),
)
