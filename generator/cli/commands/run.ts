import { exitCodeOf } from '../../judge/result.js'
import { choiceOf } from '../choice.js'
import type { Command } from '../command.js'
import { partOptions, policyOf, policyOptions } from '../policy.js'
import { reporterOf } from '../reporter.js'

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
    const { defaultKernel, prepare } = await import('../../run/prepare.js')
    const { run } = await import('../../run/run.js')
    await prepare(progress, options.kernel)
    const refs = [...new Set(options.kernel ?? [await defaultKernel(progress)])]
    const result = await run(refs, choiceOf(options), progress, { policy })
    await report(result)
    return exitCodeOf(result)
  },
}
