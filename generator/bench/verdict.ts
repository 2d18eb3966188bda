import { join } from 'node:path'
import { type TreeRef, treeRef } from '../kernel/ref.js'
import { git } from '../kernel/tree/git.js'
import { compilerOf } from '../kernel/tree/kernel.js'
import { findCommit, openWorkspace, type Workspace } from '../kernel/tree/workspace.js'
import type { Ready } from '../run/job.js'
import { scratchFolder } from '../shared/cache.js'
import { variables } from '../shared/environment.js'
import { ToolError } from '../shared/error.js'
import { exec } from '../shared/exec.js'
import { packageFolder } from '../shared/paths.js'
import type { Progress } from '../shared/progress.js'
import { type Figure, figure } from './figure.js'

const entry = join(packageFolder, 'generator/cli/landlockstep.js')

/** What somebody edits who writes a patch for Landlock. */
const edited = 'security/landlock/net.c'

const deadlineMs = 120_000

/**
 * How long it takes from a kernel that was judged before to its verdict, and in a tree from an edit to the verdict, each as seconds and as a multiple of
 * a bare boot of the same image, which shares the machine's good and bad times with it. Errors: E_BENCH for a run without a verdict, and those of trees.
 */
export async function measureVerdict(
  there: Ready,
  tree: TreeRef | undefined,
  { turns, work }: { readonly turns: number; readonly work: string },
  progress: Progress,
): Promise<readonly Figure[]> {
  const { ref } = there.machine.kernel
  await secondsToVerdict(ref)
  const known: VerdictTurn[] = []
  for (let turn = 1; turn <= turns; turn++) {
    progress(`measuring the time to a verdict: ${turn} of ${turns}`)
    known.push({ boot: await secondsToBoot(there, work), verdict: await secondsToVerdict(ref) })
  }
  const figures = figuresOf('a known kernel to its verdict', known)
  if (tree === undefined) return figures
  const workspace = await openWorkspace(tree.path, compilerOf(tree))
  const fresh: VerdictTurn[] = []
  for (let turn = 1; turn <= turns; turn++) {
    progress(`measuring the time from an edit to its verdict: ${turn} of ${turns}`)
    const rev = await commitEdit(workspace, tree.rev ?? 'HEAD', `${Date.now()}`)
    const boot = await secondsToBoot(there, work)
    fresh.push({ boot, verdict: await secondsToVerdict(treeRef({ ...tree, rev })) })
  }
  return [...figures, ...figuresOf('an edit to its verdict', fresh)]
}

/** What was measured one after the other, in seconds. */
type VerdictTurn = { readonly boot: number; readonly verdict: number }

const figuresOf = (name: string, turns: readonly VerdictTurn[]): readonly Figure[] => [
  figure({ name: `from ${name}`, unit: 's', goal: null, turns: turns.map(({ verdict }) => verdict) }),
  figure({
    name: `from ${name}, in bare boots`,
    unit: 'times',
    goal: null,
    turns: turns.map(({ verdict, boot }) => verdict / boot),
  }),
]

async function secondsToBoot({ machine }: Ready, work: string): Promise<number> {
  const packed = await machine.pack(undefined, work)
  const { seconds } = await machine.start(
    packed,
    { from: 0, processors: 1, deadlineMs },
    join(work, 'bare'),
    () => {},
  )
  return seconds
}

/** As somebody types it, from the start of the program to its end. */
async function secondsToVerdict(ref: string): Promise<number> {
  const started = performance.now()
  const { exitCode, stderr } = await exec(process.execPath, [entry, 'run', '--kernel', ref, '--quiet'], {
    env: variables(['CC', 'LANDLOCKSTEP_MIRROR']),
  })
  if (exitCode === 0) return (performance.now() - started) / 1_000
  throw new ToolError('E_BENCH', `${ref} gave no agreement to time; the words of the run are below.`, {
    output: stderr,
  })
}

/** A commit of ours alone, with an edit that makes another object of one file. */
async function commitEdit(workspace: Workspace, base: string, mark: string): Promise<string> {
  const parent = await findCommit(workspace, base)
  if (parent === undefined)
    throw new ToolError(
      'E_TREE',
      `${workspace.path} has no commit ${base}: an edit is measured in a git repository.`,
    )
  return scratchFolder(async scratch => {
    const index = join(scratch, 'index')
    const text = await git(workspace, ['cat-file', 'blob', `${parent}:${edited}`])
    const input = `${text}\nconst char landlockstep_mark[] __attribute__((used)) = "${mark}";\n`
    const blob = (await git(workspace, ['hash-object', '-w', '--stdin'], { input })).trim()
    await git(workspace, ['read-tree', parent], { index })
    await git(workspace, ['update-index', '--cacheinfo', `100644,${blob},${edited}`], { index })
    const files = (await git(workspace, ['write-tree'], { index })).trim()
    return (
      await git(workspace, ['commit-tree', '-p', parent, '-m', `edit ${mark}`, files], { env: author })
    ).trim()
  })
}

const author = {
  GIT_AUTHOR_NAME: 'bench',
  GIT_AUTHOR_EMAIL: 'bench@localhost',
  GIT_AUTHOR_DATE: '1970-01-01T00:00:00Z',
}
