import { cachingCompiler } from './hostile.js'
import type { Exit } from './process.js'
import type { World } from './world.js'

/** A law with few programs. */
export const smallLaw = 'handled-is-denied'

/** Runs the few programs of a small law, in a guest if no other kernel is named. */
export const smallRun = (
  world: World,
  ref = world.warm.kernel,
  env: Readonly<Record<string, string>> = { CC: cachingCompiler(world) },
): Promise<Exit> => world.run(['run', '--kernel', ref, '--filter', smallLaw, '--json'], { env })
