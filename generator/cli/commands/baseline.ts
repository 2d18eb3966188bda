import { ToolError } from '../../shared/error.js'
import type { Command } from '../command.js'

export const baselineCommand: Command = {
  name: 'baseline',
  summary:
    'Propose, as YAML, what a baseline has to have for what a saved run found, and what of its own has to go; reason, link and expiry are left to you.',
  argument: '<update> <run folder>',
  options: [],
  example: 'baseline update out/runs/20261124-070000-debian-trixie',
  async run({ files: [what, folder], print }) {
    if (what !== 'update' || folder === undefined)
      throw new ToolError('E_USAGE', 'A baseline is updated: landlockstep baseline update <run folder>.')
    const { readResult } = await import('../../judge/read-run.js')
    const { proposal } = await import('../../report/proposal.js')
    print(proposal(await readResult(folder)).trimEnd())
    return 0
  },
}
