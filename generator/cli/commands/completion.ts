import { ToolError } from '../../shared/error.js'
import type { Command } from '../command.js'

export const completionCommand: Command = {
  name: 'completion',
  summary: 'Print what bash, zsh or fish reads to complete commands and options.',
  argument: '<shell>',
  options: [],
  example: 'completion bash',
  async run({ file, print, commands }) {
    const { completion, shells } = await import('../completion.js')
    const shell = shells.find(one => one === file)
    if (shell === undefined)
      throw new ToolError('E_USAGE', `There is a completion for ${shells.join(', ')}, and none for ${file}.`)
    const { listed } = await import('../listed.js')
    print(completion(shell, listed(commands)).trimEnd())
    return 0
  },
}
