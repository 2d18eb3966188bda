import { fileURLToPath } from 'node:url'
import { type Exit, exec } from '../generator/shared/exec.js'

/** The program as node starts it. */
export const entry = [
  '--import',
  'tsx',
  fileURLToPath(new URL('../generator/cli/main.ts', import.meta.url)),
] as const

/** Runs the program as a user would. */
export const landlockstep = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Exit> => exec(process.execPath, [...entry, ...args], { env })
