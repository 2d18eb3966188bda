import { exitCodeOf } from '../../judge/result.js'
import type { Command } from '../command.js'
import { partOptions, policyOf, policyOptions } from '../policy.js'
import { reporterOf } from '../reporter.js'
import { fleetOptions, runWhere } from '../run-where.js'

export const runCommand: Command = {
  name: 'run',
  summary: 'Generate, compile, boot and judge: the main job, and the default command.',
  options: [
    'kernel',
    'seed',
    'filter',
    'design',
    ...partOptions,
    ...policyOptions,
    ...fleetOptions,
    'format',
    'output',
    'json',
    'quiet',
    'verbose',
  ],
  example: 'run --kernel debian:trixie --kernel debian:trixie-backports',
  async run({ options, print, progress }) {
    const report = reporterOf(options, print)
    const policy = await policyOf(options)
    const result = await runWhere(options.kernel, { policy }, { options, progress })
    await report(result)
    return exitCodeOf(result)
  },
}
