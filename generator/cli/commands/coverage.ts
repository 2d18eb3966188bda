import type { SentenceDifference } from '../../coverage/sentences/compare.js'
import { ToolError } from '../../shared/error.js'
import type { Progress } from '../../shared/progress.js'
import type { Command, Context } from '../command.js'

/** The pages that the tables go into. */
const pages = { grid: 'specs/grid/README.md', sentences: 'specs/sentences/README.md' } as const

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

export const coverageCommand: Command = {
  name: 'coverage',
  summary:
    'Tell how much the model speaks of: of a grid of calls, on every kind of socket in every state, or of the sentences of the documentation; no kernel is needed.',
  options: ['model', 'sentences', 'target', 'write', 'json'],
  example: 'coverage --model --target abi-11',
  async run(context) {
    if (context.options.sentences === true) return coverSentences(context)
    if (context.options.model === true) return coverModel(context)
    throw new ToolError(
      'E_USAGE',
      'Say what is to be covered: landlockstep coverage --model, or --sentences.',
    )
  },
}
