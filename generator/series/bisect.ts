import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { treeRef } from '../kernel/ref.js'
import { git, tryGit } from '../kernel/tree/git.js'
import { compilerOf, type TreeBuild } from '../kernel/tree/kernel.js'
import { openWorkspace, type Workspace } from '../kernel/tree/workspace.js'
import { triedLine } from '../report/bisection.js'
import type { Bisection, TriedCommit } from '../report/bisection-result.js'
import { writeWhole } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import type { Keep } from '../shared/ledger.js'
import { alone } from '../shared/lock.js'
import type { Progress } from '../shared/progress.js'
import { checkChoice } from '../suite/draw.js'
import { takeBack } from './apply.js'
import { commitNamed } from './base.js'
import { type Sign, type Trial, trial } from './trial.js'

/** What is looked for, and between which commits. */
type BisectOrder = {
  readonly tree: string
  readonly good: string
  readonly bad: string
  readonly how: TreeBuild
  readonly sign: Sign
}

/** Asks one commit. */
export type Ask = (commit: string) => Promise<Trial>

/**
 * Finds the commit from which on what was good is bad, by git's own bisection in our repository, and makes sure of it. Errors: E_BISECT where the ends
 * are not good and bad, E_BASE, E_LAW, E_TREE, E_GIT.
 */
export async function bisect(
  { tree, how, sign, ...ends }: BisectOrder,
  progress: Progress,
  keep: Keep = () => {},
): Promise<Bisection> {
  if ('choice' in sign) await checkChoice(sign.choice)
  const workspace = await openWorkspace(tree, compilerOf(how))
  const ask: Ask = commit => trial(treeRef({ path: workspace.path, rev: commit, ...how }), sign, progress)
  const good = await commitNamed(workspace, ends.good)
  const bad = await commitNamed(workspace, ends.bad)
  return bisectBy(workspace, { good, bad }, ask, { progress, keep })
}

type Ends = { readonly good: string; readonly bad: string }

/** The same by anything that asks. */
export async function bisectBy(
  workspace: Workspace,
  { good, bad }: Ends,
  ask: Ask,
  { progress, keep = () => {} }: { readonly progress: Progress; readonly keep?: Keep },
): Promise<Bisection> {
  const tried: TriedCommit[] = []
  const askAndTell = async (commit: string): Promise<TriedCommit> => {
    const subject = await subjectOf(workspace, commit)
    progress(`trying ${commit.slice(0, 12)} ${subject}`)
    const one = { commit, subject, ...(await ask(commit)) }
    keep(triedLine(one), one)
    tried.push(one)
    return one
  }
  throwUnless('good', await askAndTell(good))
  throwUnless('bad', await askAndTell(bad))
  const candidates = await search(workspace, { good, bad }, askAndTell, progress)
  const found = await Promise.all(
    candidates.map(async commit => ({ commit, subject: await subjectOf(workspace, commit) })),
  )
  const [first, ...others] = candidates
  const verified =
    first === undefined || others.length > 0
      ? []
      : await verify(workspace, { found: first, bad }, tried, askAndTell)
  const isFound = verified.length > 0 && verified.every(({ holds }) => holds !== false)
  return {
    verdict: isFound ? 'found' : 'not-found',
    judgedAt: new Date().toISOString(),
    tree: workspace.path,
    good,
    bad,
    found,
    tried,
    verified,
    confidence: confidenceOf(tried),
  }
}

const subjectOf = async (workspace: Workspace, commit: string): Promise<string> =>
  (await git(workspace, ['log', '-1', '--format=%s', commit])).trim()

function throwUnless(state: 'good' | 'bad', { commit, subject, ...seen }: TriedCommit): void {
  if (seen.state === state) return
  const what = seen.state === 'skip' ? `has no verdict (${seen.why})` : `is ${seen.state}`
  throw new ToolError(
    'E_BISECT',
    `${commit.slice(0, 12)} (“${subject}”) is named as ${state}, and ${what}: name another commit, or another program or law.`,
  )
}

/** Git chooses what is tried next, past what has no verdict. Returns the first bad commit, or those that nobody can tell apart. */
async function search(
  workspace: Workspace,
  { good, bad }: Ends,
  ask: (commit: string) => Promise<TriedCommit>,
  progress: Progress,
): Promise<readonly string[]> {
  const { gitDir } = workspace
  const step = (args: readonly string[]): Promise<string> =>
    alone(workspace.folder, progress, async () => {
      const { exitCode, stdout, stderr } = await tryGit(workspace, ['bisect', ...args])
      // Git exits with 2 where only commits without a verdict are left.
      if (exitCode === 0 || exitCode === 2) return `${stdout}${stderr}`
      throw new ToolError('E_GIT', `git bisect ${args[0]} failed; see below.`, {
        output: `${stderr}${stdout}`,
      })
    })
  await forget(gitDir)
  await writeWhole(join(gitDir, 'HEAD'), `${bad}\n`)
  let said = await step(['start', '--no-checkout', bad, good])
  try {
    for (;;) {
      const found = /^([0-9a-f]{40,64}) is the first bad commit$/m.exec(said)?.[1]
      if (found !== undefined) return [found]
      if (/^There are only 'skip'ped commits left to test/m.test(said))
        return [...said.matchAll(/^([0-9a-f]{40,64})$/gm)].map(([commit]) => commit)
      const next = (await git(workspace, ['rev-parse', '--verify', 'BISECT_HEAD'])).trim()
      const { state } = await ask(next)
      said = await step([state, next])
    }
  } finally {
    await forget(gitDir)
  }
}

/** A bisection that was ended in the middle leaves its state. */
async function forget(gitDir: string): Promise<void> {
  const names = (await readdir(gitDir)).filter(name => name.startsWith('BISECT_'))
  for (const name of names) await rm(join(gitDir, name), { force: true })
  await rm(join(gitDir, 'refs/bisect'), { recursive: true, force: true })
}

/** Makes sure of what was found: it is bad, its parent is good, and without it the bad end is good. */
async function verify(
  workspace: Workspace,
  { found, bad }: { readonly found: string; readonly bad: string },
  tried: readonly TriedCommit[],
  ask: (commit: string) => Promise<TriedCommit>,
): Promise<Bisection['verified']> {
  const again = async (commit: string): Promise<TriedCommit> =>
    tried.find(one => one.commit === commit) ?? (await ask(commit))
  const itself = await ask(found)
  const parent = (await git(workspace, ['rev-parse', '--verify', `${found}^`])).trim()
  const before = await again(parent)
  const reverted = await revert(workspace, found, bad)
  const mended = reverted === undefined ? undefined : await ask(reverted)
  return [
    { what: 'verify: it is bad', holds: itself.state === 'bad', why: itself.why },
    {
      what: 'verify: its parent is good',
      holds: before.state === 'skip' ? null : before.state === 'good',
      why: before.why,
    },
    {
      what: 'revert: without it the bad end is good',
      holds: mended === undefined || mended.state === 'skip' ? null : mended.state === 'good',
      why: mended === undefined ? 'it cannot be reverted there' : mended.why,
    },
  ]
}

/** A commit of ours that takes a change back on top of another; undefined where it does not apply. */
async function revert(workspace: Workspace, commit: string, onto: string): Promise<string | undefined> {
  const diff = await git(workspace, ['diff-tree', '-p', '--binary', `${commit}^`, commit])
  return takeBack(workspace, onto, diff, `Revert "${await subjectOf(workspace, commit)}"`)
}

/**
 * How sure it is that no commit that was called good is bad and did not show it: of each good commit 1 - (1 - p)^votes, and p is how often a bad commit
 * shows by all votes on bad ones (by Laplace's rule of succession, so that three of three are no certainty).
 */
export function confidenceOf(tried: readonly TriedCommit[]): number {
  const bad = tried.filter(({ state }) => state === 'bad')
  const sum = (of: (one: TriedCommit) => number): number => bad.reduce((all, one) => all + of(one), 0)
  const shows = (sum(({ votes }) => votes.same) + 1) / (sum(({ votes }) => votes.of) + 2)
  return tried
    .filter(({ state }) => state === 'good')
    .reduce((product, { votes }) => product * (1 - (1 - shows) ** votes.of), 1)
}
