import type { TreeBuild } from '../../kernel/tree/kernel.js'
import type { Sign } from '../../series/trial.js'
import { ToolError } from '../../shared/error.js'
import { readText } from '../../shared/text-file.js'
import { choiceOf, treeBuildOf } from '../choice.js'
import type { Command, CommandOptions, Context } from '../command.js'
import { writerOf } from '../writer.js'

/** What `git bisect run` takes: 125 where there is no verdict, and never more. Source: git-bisect(1). */
const stepCodes = { good: 0, bad: 1, skip: 125 } as const

export const bisectCommand: Command = {
  name: 'bisect',
  summary:
    'Find the commit of a kernel tree that changed a verdict, and make sure of it; with --step judge the tree as it is, for `git bisect run`: exit code 0 good, 1 bad, 125 without a verdict.',
  options: [
    'tree',
    'good',
    'bad',
    'program',
    'law',
    'step',
    'config',
    'cc',
    'instruments',
    'arch',
    'seed',
    'format',
    'output',
    'json',
    'quiet',
    'verbose',
  ],
  example: 'bisect --tree ~/linux --good v7.2 --bad v7.3 --law denial-is-final',
  async run({ options, print, progress, tell }) {
    const { tree, good, bad, step } = options
    const sign = await signOf(options)
    const how = treeBuildOf(options)
    if (step === true) return judgeOne(tree ?? '.', { ...how, sign }, progress, tell)
    if (tree === undefined || good === undefined || bad === undefined)
      throw new ToolError(
        'E_USAGE',
        'Name the tree and both ends: --tree <folder> --good <commit> --bad <commit>.',
      )
    const write = writerOf(options, print)
    const [{ bisect }, { prepare }, { ledger }, { treeRef }] = await Promise.all([
      import('../../series/bisect.js'),
      import('../../run/prepare.js'),
      import('../../shared/ledger.js'),
      import('../../kernel/ref.js'),
    ])
    await prepare(progress, [treeRef({ path: tree, ...how })])
    const found = await bisect({ tree, good, bad, how, sign }, progress, ledger('bisect', ['tried'], tell))
    const [{ bisectionCodes }, { formattedBisection }] = await Promise.all([
      import('../../report/bisection-result.js'),
      import('../../report/formats/index.js'),
    ])
    await write(formattedBisection(found))
    return bisectionCodes[found.verdict]
  },
}

/** A program, else the laws whose name contains something, else all. Errors: E_FILE, E_PROGRAM. */
async function signOf({ program, law, ...options }: CommandOptions): Promise<Sign> {
  if (program === undefined)
    return { choice: choiceOf({ ...options, ...(law === undefined ? {} : { filter: law }) }) }
  const { readDrawn } = await import('../../suite/codec.js')
  return { program: readDrawn(await readText(program), program), file: program }
}

type OneCommit = TreeBuild & { readonly sign: Sign }

/** Judges a tree as it is. Whatever goes wrong is no verdict: to git, any other code that is not 0 says that the commit is bad. */
async function judgeOne(
  tree: string,
  { sign, ...how }: OneCommit,
  progress: Context['progress'],
  tell: Context['tell'],
): Promise<number> {
  try {
    const [{ trial }, { prepare }, { treeRef }] = await Promise.all([
      import('../../series/trial.js'),
      import('../../run/prepare.js'),
      import('../../kernel/ref.js'),
    ])
    const ref = treeRef({ path: tree, ...how })
    await prepare(progress, [ref])
    const { state, why, votes } = await trial(ref, sign, progress)
    tell(why === '' ? `${state}, ${votes.same} of ${votes.of} votes` : `${state}: ${why}`)
    return stepCodes[state]
  } catch (error) {
    if (error instanceof ToolError && error.isStop) throw error
    tell(error instanceof ToolError ? `skip: ${error.code}: ${error.message}` : `skip: ${String(error)}`)
    return stepCodes.skip
  }
}
