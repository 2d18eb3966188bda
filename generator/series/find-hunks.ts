import { join } from 'node:path'
import { treeRef } from '../kernel/ref.js'
import { type Hunk, hunksOf, likelyHunk } from '../report/hunks.js'
import type { BrokenLaw } from '../report/series-result.js'
import { startJob } from '../run/job.js'
import type { Progress } from '../shared/progress.js'
import type { Observation } from '../suite/suite.js'
import { takeBack } from './apply.js'
import { whyNoVerdict } from './of-commit.js'
import type { CommitOrder, Parent } from './order.js'
import { countOf, isAgain, isSure, seenAt, type Votes, voteOn } from './votes.js'

/** A kernel is built for each hunk that is taken back, so that of a patch of many only so many are. */
const most = 6

/** What programs of some laws give on a kernel without a hunk. */
export type AskWithout = (hunk: Hunk, laws: readonly BrokenLaw[]) => Promise<Votes>

/**
 * Says of each broken law which hunk of the patch is at fault: without it, and with all others, the smallest program gives what it gave on the parent.
 * A law that no single hunk mends, or none of those that were tried, has none; a patch of one hunk is not asked about.
 */
export async function withHunks(
  breaks: readonly BrokenLaw[],
  diff: string,
  onParent: Votes,
  ask: AskWithout,
): Promise<readonly BrokenLaw[]> {
  const hunks = candidates(diff, breaks)
  const found = new Map<string, number>()
  if (hunks.length < 2) return breaks.map(one => ({ ...one, hunk: hunks[0]?.number ?? null }))
  for (const { number, hunk } of hunks.slice(0, most)) {
    const open = breaks.filter(({ law }) => !found.has(law))
    if (open.length === 0) break
    const votes = await ask(hunk, open)
    for (const one of open)
      if (isSure(countOf(votes, one.program, isAsOn(onParent.get(one.program), one))))
        found.set(one.law, number)
  }
  return breaks.map(one => ({ ...one, hunk: found.get(one.law) ?? null }))
}

/** The hunks that a kernel is built of, by their numbers in the diff, likely ones first. */
function candidates(
  diff: string,
  breaks: readonly BrokenLaw[],
): readonly { readonly number: number; readonly hunk: Hunk }[] {
  const all = hunksOf(diff)
  const likely = new Set(breaks.map(one => likelyHunk(all, one)))
  return all
    .map((hunk, number) => ({ hunk, number }))
    .filter(({ hunk }) => !/^diff --git a\/(?:Documentation|tools|samples)\//.test(hunk.file))
    .toSorted((a, b) => Number(likely.has(b.hunk)) - Number(likely.has(a.hunk)))
}

/** Whether a program gives what it gave on the parent; if that did not run it, whether it no longer gives what is wrong. */
function isAsOn(parent: readonly Observation[] | undefined, law: BrokenLaw): (one: Observation) => boolean {
  const before = new Set(parent?.map(one => seenAt(one, law)))
  return one => (before.size > 0 ? before.has(seenAt(one, law)) : !isAgain(one, law))
}

/** Builds the kernel of a commit without a hunk, and asks it. What does not build or boot without its other half gives no votes. */
export function askWithout(
  { workspace, commit, how, scratch }: CommitOrder,
  { run: { suite } }: Parent,
  progress: Progress,
): AskWithout {
  return async ({ diff, file, lines }, laws) => {
    const name = `the hunk of ${file.split(' b/').at(-1)} at ${/@@ \S+ \S+ @@/.exec(lines[0] ?? '')?.[0]}`
    progress(`trying ${commit.slice(0, 12)} without ${name}`)
    const without = await takeBack(workspace, commit, diff, `Without ${name}`)
    if (without === undefined) return new Map()
    const ids = new Set(laws.map(({ program }) => program))
    const tests = suite.tests.filter(({ id }) => ids.has(id))
    const job = await startJob(join(scratch, without), progress)
    const ref = treeRef({ path: workspace.path, rev: without, ...how })
    return voteOn(ref, suite, tests, job).catch(error => {
      whyNoVerdict(error)
      return new Map()
    })
  }
}
