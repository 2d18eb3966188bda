import { exitCodes } from '../../judge/result.js'
import { terminal } from '../../report/terminal.js'
import { choiceOf } from '../choice.js'
import type { Command } from '../command.js'
import { writePage } from '../page.js'

/** One kernel of each series at which routes or rights came. */
const kernels: readonly string[] = [
  'debian:trixie/6.12',
  ...['7.0', '7.1', '7.2', '7.3'].map(series => `debian:trixie-backports/${series}`),
]

export const routesCommand: Command = {
  name: 'routes',
  summary: 'Try every action by every route on some kernels, and write the table of generator/run/routes.md.',
  options: ['kernel', 'seed', 'json'],
  example: 'routes --kernel debian:trixie --kernel debian:trixie-backports',
  async run({ options, print, progress }) {
    const [{ prepare }, { tryRoutes }] = await Promise.all([
      import('../../run/prepare.js'),
      import('../../run/routes.js'),
    ])
    await prepare(progress)
    const refs = [...new Set(options.kernel ?? kernels)]
    const { result, table } = await tryRoutes(refs, choiceOf(options), progress)
    if (options.kernel === undefined) await writePage('generator/run/routes.md', () => table)
    print(options.json ? JSON.stringify(result, null, 2) : `${terminal(result)}\n\n${table}`)
    return exitCodes[result.verdict]
  },
}
