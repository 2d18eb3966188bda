import type { Command } from '../command.js'
import { writerOf } from '../writer.js'

export const reportCommand: Command = {
  name: 'report',
  summary:
    'Write what run, native, judge, bisect, compare, mutate or fuzz found in any format, as it was judged then, and exit as that did; diff judges a run anew.',
  argument: '<run folder or record>',
  options: ['format', 'output', 'json', 'quiet', 'verbose'],
  example: 'report out/runs/20261124-070000-debian-trixie --output junit=report.xml',
  async run({ file, options, print }) {
    const write = writerOf(options, print)
    const { readRecord } = await import('../../report/read-record.js')
    const { formats, exitCode } = await readRecord(file)
    await write(formats)
    return exitCode
  },
}
