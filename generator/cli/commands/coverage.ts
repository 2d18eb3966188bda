import type { SentenceDifference } from '../../coverage/sentences/compare.js'
import { ToolError } from '../../shared/error.js'
import type { Progress } from '../../shared/progress.js'
import type { Command, Context } from '../command.js'

/** The pages that the tables go into. */
const pages = {
  grid: 'specs/grid/README.md',
  sentences: 'specs/sentences/README.md',
  upstream: 'generator/coverage/upstream/README.md',
  kernel: 'generator/coverage/kernel/README.md',
} as const

async function coverModel({ options, print }: Context): Promise<number> {
  const { gridCoverage } = await import('../../coverage/grid-coverage.js')
  const { gridTable, gridText } = await import('../../report/grid-coverage.js')
  const { targetCalled } = await import('../../guest/target-spec.js')
  const target = await targetCalled(options.target?.[0] ?? 'abi')
  const coverage = gridCoverage(target)
  if (options.write === true) {
    const { writePage } = await import('../page.js')
    await writePage(pages.grid, () => gridTable(coverage))
  }
  print(options.json ? JSON.stringify(coverage, null, 2) : gridText(coverage))
  return 0
}

/** How Debian's newest documents differ from what is written of their sentences. */
async function differencesNow(progress: Progress): Promise<readonly SentenceDifference[]> {
  const { documents } = await import('../../../specs/sentences/documents.js')
  const { compareSentences } = await import('../../coverage/sentences/compare.js')
  const { fetchDocuments } = await import('../../kernel/documents.js')
  const { texts } = await fetchDocuments(documents, progress)
  return documents.flatMap(document => compareSentences(document, texts.get(document.path) ?? ''))
}

async function coverSentences({ options, print, progress }: Context): Promise<number> {
  const { documents } = await import('../../../specs/sentences/documents.js')
  const { findings } = await import('../../../specs/sentences/findings.js')
  const { sentenceFigures } = await import('../../coverage/sentences/figures.js')
  const { sentenceTables, sentenceText } = await import('../../report/sentences.js')
  if (options.write === true) {
    const { writePage } = await import('../page.js')
    await writePage(pages.sentences, () => sentenceTables({ documents, findings }))
  }
  const differences = await differencesNow(progress)
  const figures = { ...sentenceFigures(documents), differences }
  print(options.json ? JSON.stringify(figures, null, 2) : sentenceText({ documents, findings }, differences))
  return differences.length > 0 ? 1 : 0
}

async function coverTests({ options, print, progress }: Context): Promise<number> {
  const { defaultKernel, prepareSelftests } = await import('../../run/prepare.js')
  const { coverUpstream } = await import('../../run/upstream.js')
  const { upstreamTable, upstreamText } = await import('../../report/upstream-coverage.js')
  await prepareSelftests(progress)
  const coverage = await coverUpstream(options.kernel?.[0] ?? (await defaultKernel(progress)), progress)
  if (options.write === true) {
    const { writePage } = await import('../page.js')
    await writePage(pages.upstream, () => upstreamTable(coverage))
  }
  print(options.json ? JSON.stringify(coverage, null, 2) : upstreamText(coverage))
  return coverage.contradictions.length > 0 ? 1 : 0
}

async function coverLines({ options, print, progress }: Context, ref: string): Promise<number> {
  const { prepareSelftests } = await import('../../run/prepare.js')
  const { coverKernel } = await import('../../run/kernel-coverage.js')
  const { coverageJson, coverageRows, coverageSentence, coverageTable, missedLines, upstreamLine } =
    await import('../../report/kernel-coverage.js')
  const { table } = await import('../../report/table.js')
  const { choiceOf } = await import('../choice.js')
  await prepareSelftests(progress)
  const coverage = await coverKernel(ref, choiceOf(options), progress)
  if (options.write === true) {
    const { writePage } = await import('../page.js')
    await writePage(pages.kernel, () => coverageTable(coverage))
  }
  if (options.json) {
    print(coverageJson(coverage))
    return 0
  }
  print(
    [
      table(coverageRows(coverage)),
      '',
      'Neither reaches:',
      ...missedLines(coverage).map(line => `  ${line}`),
      '',
      coverageSentence(coverage),
      upstreamLine(coverage),
    ].join('\n'),
  )
  return 0
}

export const coverageCommand: Command = {
  name: 'coverage',
  summary:
    "Tell how much the model speaks of: of a grid of calls, on every kind of socket in every state, of the sentences of the documentation, for neither of which a kernel is needed, or of what upstream's own tests do on a kernel.",
  options: ['model', 'sentences', 'upstream', 'kernel', 'seed', 'filter', 'target', 'write', 'json'],
  example: 'coverage --model --target abi-11',
  async run(context) {
    if (context.options.sentences === true) return coverSentences(context)
    if (context.options.model === true) return coverModel(context)
    if (context.options.upstream === true) return coverTests(context)
    const [ref] = context.options.kernel ?? []
    if (ref !== undefined) return coverLines(context, ref)
    throw new ToolError(
      'E_USAGE',
      'Say what is to be covered: landlockstep coverage --model, --sentences, --upstream, or --kernel lab+gcov.',
    )
  },
}
