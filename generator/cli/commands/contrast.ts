import { ToolError } from '../../shared/error.js'
import { inLines } from '../../shared/printable.js'
import type { Command } from '../command.js'

export const contrastCommand: Command = {
  name: 'contrast',
  summary:
    'Find the smallest programs on which two designs, ABIs or targets differ, and tell why; exit code 0 if nothing does, 1 if something does. No kernel is needed; with --kernel guests confirm it.',
  argument: '[A] [B]',
  options: ['target', 'kernel', 'write', 'json'],
  example: 'contrast socket-create socket-protocol',
  async run({ files, options, print, progress }) {
    const { contrastCodes, contrastText } = await import('../../report/contrast.js')
    const { contrastPage } = await import('../../compare/contrast/page.js')
    const { contrastTargets } = await import('../../compare/contrast/contrast.js')
    const { prepare } = await import('../../run/prepare.js')
    const [base] = options.target ?? []
    if (options.write) {
      if (files.length > 0) throw usage('--write is about every pair of designs')
      const { path, page } = await contrastPage(base)
      print(options.json ? JSON.stringify({ path, page }, null, 2) : `Wrote ${path}`)
      return 0
    }
    const [a, b, more] = files
    if (a === undefined || b === undefined || more !== undefined) throw usage('Two things are contrasted')
    const kernels = options.kernel ?? []
    if (kernels.length > 0 && base !== undefined) throw usage('A kernel says itself what target it is')
    if (kernels.length > 0) await prepare(progress)
    const report = await contrastTargets([a, b], { base, kernels }, progress)
    print(options.json ? JSON.stringify(report, null, 2) : contrastText(inLines(report)))
    return contrastCodes[report.verdict]
  },
}

const usage = (what: string): ToolError =>
  new ToolError(
    'E_USAGE',
    `${what}: landlockstep contrast <A> <B> [--target NAME | --kernel REF], or landlockstep contrast --write.`,
  )
