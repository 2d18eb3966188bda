import { exitCodeOf } from '../../judge/result.js'
import { type ArchName, archNames, atArch, hostArch, narrowOf } from '../../shared/arch.js'
import type { Command } from '../command.js'
import { writePage } from '../page.js'
import { policyOf, policyOptions } from '../policy.js'
import { reporterOf } from '../reporter.js'
import { fleetOptions, runWhere } from '../run-where.js'

/** Every series of kernels that Debian has with Landlock on, oldest first. */
const seriesOfDebian: readonly string[] = [
  'debian:bookworm/6.1',
  'debian:trixie/6.12',
  ...['6.16', '6.17', '6.18', '6.19', '7.0', '7.1', '7.2', '7.3'].map(
    series => `debian:trixie-backports/${series}`,
  ),
]

const seriesFor = (arch: ArchName): readonly string[] => seriesOfDebian.map(ref => `${ref}${atArch(arch)}`)

/** Series that most architectures have. */
const seriesOfAll = ['debian:trixie/6.12', 'debian:trixie-backports/7.3']

/** Kernels of every architecture, and programs of 32 bits on those of 64 that run them. */
const acrossArchs: readonly string[] = [
  ...archNames.flatMap(arch => {
    const narrow = narrowOf(arch)
    return seriesOfAll.flatMap(ref => [
      `${ref}@${arch}`,
      ...(narrow === undefined ? [] : [`${ref}@${arch}+${narrow}`]),
    ])
  }),
  // Of i386 Debian has no newer one.
  'debian:bookworm/6.1@i386',
]

export const matrixCommand: Command = {
  name: 'matrix',
  summary:
    "Run the default suite over every series of Debian's kernels, or with --arch all over two series on every architecture, and write the table of generator/run; a kernel that cannot be had is a line that says why.",
  options: [
    'kernel',
    'arch',
    'seed',
    ...policyOptions,
    ...fleetOptions,
    'format',
    'output',
    'json',
    'verbose',
  ],
  example: 'matrix --kernel debian:trixie/6.12 --kernel debian:trixie-backports/7.3',
  async run({ options, print, progress, tell }) {
    const report = reporterOf(options, print)
    const policy = await policyOf(options)
    const { matrix } = await import('../../report/matrix.js')
    const { ledger } = await import('../../shared/ledger.js')
    const { kernel, arch = [hostArch] } = options
    const isAcross = arch.length === archNames.length
    const refs = [...new Set(kernel ?? (isAcross ? acrossArchs : arch.flatMap(seriesFor)))]
    const around = { policy, keep: ledger('matrix', refs, tell) }
    const result = await runWhere(refs, around, { options, progress })
    const table = matrix(refs, result)
    await report(result, table)
    if (kernel === undefined && options.arch === undefined)
      await writePage('generator/run/matrix.md', () => table)
    if (kernel === undefined && isAcross) await writePage('generator/run/architectures.md', () => table)
    return exitCodeOf(result)
  },
}
