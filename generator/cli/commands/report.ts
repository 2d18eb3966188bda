import { stat } from 'node:fs/promises'
import { exitCodeOf } from '../../judge/result.js'
import { ToolError } from '../../shared/error.js'
import type { Command } from '../command.js'
import { reporterOf } from '../reporter.js'

export const reportCommand: Command = {
  name: 'report',
  summary: 'Write what a saved run found in any format, as the run judged it; diff judges it anew.',
  argument: '<run folder>',
  options: ['format', 'output', 'json', 'quiet'],
  example: 'report out/runs/20261124-070000-debian-trixie --output junit=report.xml',
  async run({ file, options, print }) {
    const report = reporterOf(options, print)
    const isFolder = await stat(file).then(
      one => one.isDirectory(),
      () => false,
    )
    if (!isFolder) throw new ToolError('E_FILE', `${file} is no folder: give a folder of out/runs.`)
    const { readResult } = await import('../../judge/read-run.js')
    const result = await readResult(file)
    await report(result)
    return exitCodeOf(result)
  },
}
