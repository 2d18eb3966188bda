import { ToolError } from '../../shared/error.js'
import { choiceOf, treeBuildOf } from '../choice.js'
import type { Command, CommandOptions, Context } from '../command.js'
import { partOptions, policyOf, policyOptions } from '../policy.js'
import { reporterOf } from '../reporter.js'
import { writerOf } from '../writer.js'

export const judgeCommand: Command = {
  name: 'judge',
  summary:
    'Judge a series of patches, a range of commits or mails: what each changes against its parent, which law it breaks or mends, with the smallest program. Exit code 0 if no patch breaks a law, 1 if one does, 2 without a verdict.',
  argument: '[mail...]',
  options: [
    'tree',
    'range',
    'base',
    'config',
    'cc',
    'instruments',
    'arch',
    'check',
    'built',
    'seed',
    'filter',
    ...partOptions,
    ...policyOptions,
    'format',
    'output',
    'json',
    'quiet',
    'verbose',
  ],
  example: 'judge --tree ~/linux --range v7.3..HEAD',
  async run({ files, options, print, progress, tell }) {
    const { tree, range, base, check, built } = options
    if (tree === undefined)
      throw new ToolError('E_USAGE', 'Name the kernel tree that the patches are for: --tree <folder>.')
    if (built === true) return judgeCheckedOut(tree, options, { print, progress })
    const isMailed = files.length > 0 || (check === true && range === undefined)
    if (isMailed === (range !== undefined))
      throw new ToolError(
        'E_USAGE',
        'Give either --range <base>..<tip> or mails: files, folders of them, or - for standard input.',
      )
    const write = writerOf(options, print)
    const policy = await policyOf(options)
    const [{ judgeSeries }, { readMails }, { prepare }, { treeRef }] = await Promise.all([
      import('../../series/judge-series.js'),
      import('../../series/mails.js'),
      import('../../run/prepare.js'),
      import('../../kernel/ref.js'),
    ])
    const { ledger } = await import('../../shared/ledger.js')
    const of =
      range === undefined
        ? { mails: await readMails(files.length === 0 ? ['-'] : files), base, isPart: check === true }
        : { range }
    const how = treeBuildOf(options)
    await prepare(progress, [treeRef({ path: tree, ...how })])
    const order = { tree, of, how, choice: choiceOf(options), policy }
    const series = await judgeSeries(order, progress, ledger('judge', ['series'], tell))
    const { seriesCodes } = await import('../../report/series.js')
    if (check === true) {
      const { checksJson } = await import('../../report/series-checks.js')
      print(checksJson(series))
      return seriesCodes[series.verdict]
    }
    const { formattedSeries } = await import('../../report/formats/index.js')
    await write(formattedSeries(series))
    return seriesCodes[series.verdict]
  },
}

/** Of what is checked out and built, the record of a run, and what is otherwise than in its parent's. */
async function judgeCheckedOut(
  tree: string,
  options: CommandOptions,
  { print, progress }: Pick<Context, 'print' | 'progress'>,
): Promise<number> {
  const report = reporterOf(options, print)
  const policy = await policyOf(options)
  const [{ judgeBuilt }, { prepare }, { exitCodeOf }] = await Promise.all([
    import('../../series/built.js'),
    import('../../run/prepare.js'),
    import('../../judge/result.js'),
  ])
  await prepare(progress)
  const { result, delta } = await judgeBuilt(tree, { choice: choiceOf(options), policy }, progress)
  await report(result, delta.join('\n'))
  return exitCodeOf(result)
}
