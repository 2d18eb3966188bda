import { exitCodeOf } from '../../judge/result.js'
import { choiceOf } from '../choice.js'
import type { Command } from '../command.js'
import { writePage } from '../page.js'
import { policyOf, policyOptions } from '../policy.js'
import { reporterOf } from '../reporter.js'

/** One kernel of each series at which routes or rights came. */
const kernels: readonly string[] = [
  'debian:trixie/6.12',
  ...['7.0', '7.1', '7.2', '7.3'].map(series => `debian:trixie-backports/${series}`),
]

export const routesCommand: Command = {
  name: 'routes',
  summary: 'Try every action by every route on some kernels, and write the table of generator/run/routes.md.',
  options: ['kernel', 'seed', ...policyOptions, 'format', 'output', 'json', 'verbose'],
  example: 'routes --kernel debian:trixie --kernel debian:trixie-backports',
  async run({ options, print, progress, tell }) {
    const report = reporterOf(options, print)
    const policy = await policyOf(options)
    const { prepare } = await import('../../run/prepare.js')
    const { tryRoutes } = await import('../../run/routes.js')
    const { ledger } = await import('../../shared/ledger.js')
    await prepare(progress, options.kernel)
    const refs = [...new Set(options.kernel ?? kernels)]
    const keep = ledger('routes', refs, tell)
    const { result, table } = await tryRoutes(refs, choiceOf(options), progress, { policy, keep })
    await report(result, table)
    // A table that lacks a kernel does not say so.
    const isWhole = result.unavailable.length === 0
    if (options.kernel === undefined && isWhole) await writePage('generator/run/routes.md', () => table)
    else if (!isWhole) tell('generator/run/routes.md stays as it is, since not all kernels ran')
    return exitCodeOf(result)
  },
}
