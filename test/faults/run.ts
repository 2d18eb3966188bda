import { fileURLToPath } from 'node:url'
import { cachingCompiler } from './hostile.js'
import type { Exit } from './process.js'
import { entry, type Start, type World } from './world.js'

/** A law with few programs. */
export const smallLaw = 'handled-is-denied'

/** What runs the few programs of a small law on a kernel. */
export const smallArgs = (ref = 'native', law = smallLaw): readonly string[] => [
  ...['run', '--kernel', ref, '--filter', law, '--retries', '0', '--json'],
]

/** Runs the few programs of a small law, in a guest if no other kernel is named. */
export const smallRun = (
  world: World,
  ref = world.warm.kernel,
  env: Readonly<Record<string, string>> = { CC: cachingCompiler(world) },
  law = smallLaw,
): Promise<Exit> => world.run(smallArgs(ref, law), { env })

/** Runs landlockstep from a script of a shell, in which it is "$@". */
export const runFrom = (
  world: World,
  script: string,
  { env = {}, ...start }: Start = {},
  args = smallArgs(),
): Promise<Exit> =>
  world.execute(['sh', '-c', script, 'sh', entry, ...args], {
    ...start,
    env: { CC: cachingCompiler(world), ...env },
  }).ended

/** Runs a driver of this folder, which calls our code in a process of its own. */
export const drive = (world: World, name: string, args: readonly string[]): Promise<Exit> =>
  world.execute([
    ...[process.execPath, '--expose-gc', '--import', 'tsx'],
    ...[fileURLToPath(new URL(`drivers/${name}.ts`, import.meta.url)), ...args],
  ]).ended
