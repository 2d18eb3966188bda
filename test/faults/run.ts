import { fileURLToPath } from 'node:url'
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
  law = smallLaw,
): Promise<Exit> => world.run(['run', '--kernel', ref, '--filter', law, '--json'], { env })

/** Runs a driver of this folder, which calls our code in a process of its own. */
export const drive = (world: World, name: string, args: readonly string[]): Promise<Exit> =>
  world.execute([
    ...[process.execPath, '--expose-gc', '--import', 'tsx'],
    ...[fileURLToPath(new URL(`drivers/${name}.ts`, import.meta.url)), ...args],
  ]).ended
