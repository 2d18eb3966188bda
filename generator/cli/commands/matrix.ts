import { exitCodeOf } from '../../judge/result.js'
import { type ArchName, atArch, hostArch } from '../../shared/arch.js'
import { choiceOf } from '../choice.js'
import type { Command } from '../command.js'
import { writePage } from '../page.js'
import { policyOf, policyOptions } from '../policy.js'
import { reporterOf } from '../reporter.js'

/** Every series of kernels that Debian has with Landlock on, oldest first. */
const seriesOfDebian: readonly string[] = [
  'debian:bookworm/6.1',
  'debian:trixie/6.12',
  ...['6.16', '6.17', '6.18', '6.19', '7.0', '7.1', '7.2', '7.3'].map(
    series => `debian:trixie-backports/${series}`,
  ),
]

const seriesFor = (arch: ArchName): readonly string[] => seriesOfDebian.map(ref => `${ref}${atArch(arch)}`)

export const matrixCommand: Command = {
  name: 'matrix',
  summary:
    "Run the default suite over every series of Debian's kernels and write the table of generator/run/matrix.md; a kernel that cannot be had is a line that says why.",
  options: ['kernel', 'arch', 'seed', ...policyOptions, 'format', 'output', 'json', 'verbose'],
  example: 'matrix --kernel debian:trixie/6.12 --kernel debian:trixie-backports/7.3',
  async run({ options, print, progress, tell }) {
    const report = reporterOf(options, print)
    const policy = await policyOf(options)
    const { matrix } = await import('../../report/matrix.js')
    const { prepare } = await import('../../run/prepare.js')
    const { run } = await import('../../run/run.js')
    const { ledger } = await import('../../shared/ledger.js')
    const refs = [...new Set(options.kernel ?? (options.arch ?? [hostArch]).flatMap(seriesFor))]
    await prepare(progress, refs)
    const result = await run(refs, choiceOf(options), progress, {
      policy,
      keep: ledger('matrix', refs, tell),
    })
    const table = matrix(refs, result)
    await report(result, table)
    const isUsual = options.kernel === undefined && options.arch === undefined
    if (isUsual) await writePage('generator/run/matrix.md', () => table)
    return exitCodeOf(result)
  },
}
