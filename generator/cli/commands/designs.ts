import type { Command } from '../command.js'

export const designsCommand: Command = {
  name: 'designs',
  summary: 'List the designs, what is open in each, what may be chosen, and who argued for it.',
  options: ['target', 'write', 'json'],
  example: 'designs',
  async run({ options, print }) {
    const { decisions, namedSets } = await import('../../../specs/designs/decisions.js')
    const { designNames } = await import('../../../specs/target.js')
    const { decisionsText } = await import('../../report/decisions-page.js')
    if (options.write) {
      const { writeDecisions } = await import('../../compare/contrast/decisions.js')
      const path = await writeDecisions(options.target?.[0])
      print(options.json ? JSON.stringify({ path }, null, 2) : `Wrote ${path}`)
      return 0
    }
    const all = { designs: designNames, decisions, sets: namedSets }
    print(options.json ? JSON.stringify(all, null, 2) : decisionsText(designNames))
    return 0
  },
}
