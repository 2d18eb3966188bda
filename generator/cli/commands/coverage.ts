import { ToolError } from '../../shared/error.js'
import type { Command } from '../command.js'

/** The page that the table goes into. */
const page = 'specs/grid/README.md'

export const coverageCommand: Command = {
  name: 'coverage',
  summary:
    'Tell how much of a grid of calls, on every kind of socket in every state, the model speaks of; no kernel is needed.',
  options: ['model', 'target', 'write', 'json'],
  example: 'coverage --model --target abi-11',
  async run({ options, print }) {
    if (options.model !== true)
      throw new ToolError('E_USAGE', 'Only what the model covers is measured: landlockstep coverage --model.')
    const { gridCoverage } = await import('../../coverage/grid-coverage.js')
    const { gridTable, gridText } = await import('../../report/grid-coverage.js')
    const { targetCalled } = await import('../../guest/target-spec.js')
    const target = await targetCalled(options.target?.[0] ?? 'abi')
    const coverage = gridCoverage(target)
    if (options.write === true) {
      const { writePage } = await import('../page.js')
      await writePage(page, () => gridTable(coverage))
    }
    print(options.json ? JSON.stringify(coverage, null, 2) : gridText(coverage))
    return 0
  },
}
