import { stat } from 'node:fs/promises'
import { exitCodeOf } from '../../judge/result.js'
import { ToolError } from '../../shared/error.js'
import type { Command } from '../command.js'
import { policyOf } from '../policy.js'
import { reporterOf } from '../reporter.js'

export const rejudgeCommand: Command = {
  name: 'rejudge',
  formerly: 'diff',
  summary: 'Judge a saved run again, without a kernel.',
  argument: '<run folder or channel log>',
  options: ['suite', 'baseline', 'failOn', 'format', 'output', 'json', 'quiet', 'verbose'],
  example: 'rejudge out/runs/20261124-070000-debian-trixie',
  async run({ file, options, print, progress }) {
    const report = reporterOf(options, print)
    const policy = await policyOf(options)
    const kind = await stat(file).catch(cause => {
      throw new ToolError(
        'E_FILE',
        `${file} is not there: give a folder of out/runs, or a saved channel log.`,
        { cause },
      )
    })
    progress(`judging ${file}`)
    const { readSaved } = await import('../../judge/read-log.js')
    const { rejudge } = await import('../../run/rejudge.js')
    const result = await rejudge(await readSaved(file, kind.isDirectory(), options.suite), file, policy)
    await report(result)
    return exitCodeOf(result)
  },
}
