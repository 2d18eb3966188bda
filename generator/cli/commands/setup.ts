import type { Command } from '../command.js'

export const setupCommand: Command = {
  name: 'setup',
  summary: 'Tell what this machine lacks, and install it.',
  options: ['arch', 'yes', 'json'],
  example: 'setup --yes',
  async run({ options, print, progress, ask }) {
    const { installCommand, installTools, missingForLab } = await import('../../shared/setup.js')
    const missing = await missingForLab(options.arch)
    const command = installCommand(missing)
    if (options.json)
      print(JSON.stringify({ missing, command: missing.length === 0 ? null : command }, null, 2))
    if (missing.length === 0) {
      if (!options.json) print('Nothing is missing.')
      return 0
    }
    const isRoot = process.getuid?.() === 0
    if (isRoot && (options.yes || (!options.json && (await ask(`Run ${command}?`))))) {
      await installTools(missing, progress)
      if (!options.json) print('Everything is there now.')
      return 0
    }
    if (!options.json)
      print(
        `To install what is missing, ${isRoot ? 'run this, or setup --yes' : 'run this as root'}:\n  ${command}`,
      )
    return 2
  },
}
