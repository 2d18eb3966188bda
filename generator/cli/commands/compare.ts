import { ToolError } from '../../shared/error.js'
import { choiceOf } from '../choice.js'
import type { Command } from '../command.js'
import { writerOf } from '../writer.js'

export const compareCommand: Command = {
  name: 'compare',
  summary:
    'Tell what changed from one kernel to another, each change once and with its smallest program; exit code 0 if nothing did, 1 if something did, 2 without a verdict.',
  argument: '<kernel A> <kernel B>',
  options: ['seed', 'filter', 'format', 'output', 'json', 'quiet', 'verbose'],
  example: 'compare debian:trixie debian:trixie-backports',
  async run({ files, options, print, progress }) {
    const [a, b, more] = files
    if (a === undefined || b === undefined || more !== undefined) {
      throw new ToolError('E_USAGE', 'Two kernels are compared: landlockstep compare <kernel A> <kernel B>.')
    }
    const write = writerOf(options, print)
    const { comparisonCodes } = await import('../../report/comparison-result.js')
    const { formattedComparison } = await import('../../report/formats/index.js')
    const { compareKernels } = await import('../../compare/compare-kernels.js')
    const { prepare } = await import('../../run/prepare.js')
    await prepare(progress, [a, b])
    const comparison = await compareKernels([a, b], choiceOf(options), progress)
    await write(formattedComparison(comparison))
    return comparisonCodes[comparison.verdict]
  },
}
