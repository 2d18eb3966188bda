import { exitCodes } from '../report/result.js'
import { choiceOf } from './choice.js'
import type { Command } from './command.js'
import { reportOf } from './report-of.js'

export const runCommand: Command = {
  name: 'run',
  summary: 'Generate, compile, boot and judge: the main job, and the default command.',
  options: ['kernel', 'seed', 'filter', 'format', 'json'],
  example: 'run --kernel debian:trixie --kernel debian:trixie-backports',
  async run({ options, print, progress }) {
    const { defaultKernel, prepare, run } = await import('../pipeline.js')
    await prepare(progress)
    const refs = [...new Set(options.kernel ?? [await defaultKernel(progress)])]
    const result = await run(refs, choiceOf(options), progress)
    print(reportOf(options)(result))
    return exitCodes[result.verdict]
  },
}
