import { version } from '../../shared/version.js'
import type { Command } from '../command.js'

export const manCommand: Command = {
  name: 'man',
  summary: 'Print the manual page, for man -l or for /usr/local/share/man/man1/landlockstep.1.',
  options: [],
  example: 'man > landlockstep.1',
  async run({ print, commands }) {
    const [{ listed }, { manual }] = await Promise.all([import('../listed.js'), import('../manual.js')])
    print(manual(listed(commands), version()).trimEnd())
    return 0
  },
}
