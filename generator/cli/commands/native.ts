import type { Command } from '../command.js'
import { partOptions, policyOptions } from '../policy.js'
import { runCommand } from './run.js'

export const nativeCommand: Command = {
  name: 'native',
  summary: 'Run the suite on the kernel that runs now, in namespaces, without QEMU and without root.',
  options: [
    'seed',
    'filter',
    ...partOptions,
    ...policyOptions,
    'format',
    'output',
    'json',
    'quiet',
    'verbose',
  ],
  example: 'native --filter denial',
  run: context => runCommand.run({ ...context, options: { ...context.options, kernel: ['native'] } }),
}
