import type { Command } from '../command.js'

export const scenariosCommand: Command = {
  name: 'scenarios',
  summary:
    'Tell the scenarios step by step, and what the model says of each under each design; no kernel is needed.',
  options: ['target', 'json'],
  example: 'scenarios --target abi-11 > specs/scenarios/README.md',
  async run({ options, print }) {
    const { scenarios } = await import('../../run/scenarios.js')
    const { storedTarget } = await import('../../guest/probe.js')
    const { target } = await storedTarget(options.target?.[0] ?? 'abi')
    const page = await scenarios({ ...target, designs: [] })
    print(options.json ? JSON.stringify({ abi: target.abi, page }, null, 2) : page.trimEnd())
    return 0
  },
}
