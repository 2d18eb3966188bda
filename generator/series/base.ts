import { askTree, git, tryGit } from '../kernel/tree/git.js'
import { findCommit, type Workspace } from '../kernel/tree/workspace.js'
import { ToolError } from '../shared/error.js'
import type { MailedSeries } from './mails.js'

/** A commit that a series starts from, and how it was found. */
type SeriesBase = { readonly commit: string; readonly by: string }

/** So many commits that touch the files of a series are looked through. */
const mostCommits = 2_000

/**
 * The commit that mails apply to: the one that is asked for, else the one that they name, else the newest that has each file as the patches
 * found it. Error: E_BASE.
 */
export async function baseOf(
  workspace: Workspace,
  series: MailedSeries,
  asked: string | undefined,
): Promise<SeriesBase> {
  if (asked !== undefined) return { commit: await commitNamed(workspace, asked), by: '--base' }
  if (series.base !== null) {
    const commit = await findCommit(workspace, series.base)
    if (commit !== undefined) return { commit, by: 'base-commit of the mails' }
  }
  const commit = await byBlobs(workspace, series)
  if (commit !== undefined) return { commit, by: "the files' hashes in the mails" }
  const named = series.base === null ? '' : ` (the mails name ${series.base}, which it lacks)`
  throw new ToolError(
    'E_BASE',
    `${workspace.path} has no commit that the mails fit by their hashes${named}: say which by --base <commit>, or fetch it.`,
  )
}

/** A commit of the tree by any name that git takes. Error: E_BASE. */
export async function commitNamed(workspace: Workspace, name: string): Promise<string> {
  const commit = await findCommit(workspace, name)
  if (commit !== undefined) return commit
  throw new ToolError(
    'E_BASE',
    `${workspace.path} has no commit ${JSON.stringify(name)}; fetch it, or name another.`,
  )
}

/** The files that a series changes, each with the hash that it had before. */
function filesBefore({ patches }: MailedSeries): ReadonlyMap<string, string> {
  const before = new Map<string, string>()
  const seen = new Set<string>()
  for (const { diff } of patches)
    for (const part of diff.split(/^(?=diff --git )/m)) {
      const file = /^diff --git a\/(\S+) b\//.exec(part)?.[1]
      const hash = /^index ([0-9a-f]{7,64})\.\./m.exec(part)?.[1]
      if (file === undefined || hash === undefined) continue
      if (!seen.has(file) && !/^0+$/.test(hash)) before.set(file, hash)
      seen.add(file)
    }
  return before
}

async function byBlobs(workspace: Workspace, series: MailedSeries): Promise<string | undefined> {
  const before = filesBefore(series)
  if (before.size === 0 || workspace.objects === undefined) return undefined
  const head = await findCommit(workspace, 'HEAD')
  const refs = (
    await askTree(workspace.path, ['for-each-ref', '--format=%(objectname)', '--sort=-creatordate'])
  )
    ?.split('\n')
    .filter(one => one !== '')
  const touching = await tryGit(workspace, [
    'rev-list',
    `--max-count=${mostCommits}`,
    ...(head === undefined ? [] : [head]),
    '--',
    ...before.keys(),
  ])
  const candidates = [...(head === undefined ? [] : [head]), ...(refs ?? []), ...touching.stdout.split('\n')]
  for (const commit of new Set(candidates.filter(one => one !== '')))
    if (await fits(workspace, commit, before)) return commit
  return undefined
}

async function fits(
  workspace: Workspace,
  commit: string,
  before: ReadonlyMap<string, string>,
): Promise<boolean> {
  const { exitCode, stdout } = await tryGit(workspace, ['ls-tree', commit, '--', ...before.keys()])
  if (exitCode !== 0) return false
  const has = new Map(
    stdout.split('\n').flatMap(line => {
      const [, hash, file] = /^\d+ blob ([0-9a-f]+)\t(.*)$/.exec(line) ?? []
      return hash === undefined || file === undefined ? [] : [[file, hash] as const]
    }),
  )
  return [...before].every(([file, hash]) => has.get(file)?.startsWith(hash) === true)
}

/** The commits of a range, oldest first, along the first parents, and the parent of the first. Errors: E_BASE, E_USAGE. */
export async function commitsOf(
  workspace: Workspace,
  range: string,
): Promise<{ readonly base: string; readonly commits: readonly string[] }> {
  const [, from, to] = /^(.+?)\.\.([^.].*)?$/s.exec(range) ?? []
  if (from === undefined)
    throw new ToolError('E_USAGE', `${JSON.stringify(range)} is no range; give one such as v7.3..HEAD.`)
  const start = await commitNamed(workspace, from)
  const tip = await commitNamed(workspace, to ?? 'HEAD')
  const listed = await git(workspace, ['rev-list', '--reverse', '--first-parent', `${start}..${tip}`])
  const commits = listed.split('\n').filter(line => line !== '')
  if (commits.length === 0) throw new ToolError('E_USAGE', `The range ${range} has no commit.`)
  // Beside merges the base may be no parent of the first.
  return { base: await commitNamed(workspace, `${commits[0]}^`), commits }
}
