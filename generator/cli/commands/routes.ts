import { exitCodes } from '../../judge/result.js'
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
  async run({ options, print, progress, tell }) {
    const { resultJson } = await import('../../judge/result-json.js')
    const { terminal } = await import('../../report/terminal.js')
    const { prepare } = await import('../../run/prepare.js')
    const { tryRoutes } = await import('../../run/routes.js')
    const { ledger } = await import('../../shared/ledger.js')
    await prepare(progress)
    const refs = [...new Set(options.kernel ?? kernels)]
    const { result, table } = await tryRoutes(refs, choiceOf(options), progress, ledger('routes', refs, tell))
    print(options.json ? resultJson(result).trimEnd() : `${terminal(result)}\n\n${table}`)
    // A table that lacks a kernel does not say so.
    const isWhole = result.unavailable.length === 0
    if (options.kernel === undefined && isWhole) await writePage('generator/run/routes.md', () => table)
    else if (!isWhole) tell('generator/run/routes.md stays as it is, since not all kernels ran')
    return exitCodes[result.verdict]
  },
}
