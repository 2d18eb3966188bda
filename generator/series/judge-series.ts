import { basename, join } from 'node:path'
import { manifestPath } from '../judge/bundle.js'
import { hashesOf } from '../judge/hashes.js'
import { recordJson } from '../judge/result-json.js'
import { treeRef } from '../kernel/ref.js'
import { compilerOf, type TreeBuild } from '../kernel/tree/kernel.js'
import { openWorkspace, type Workspace } from '../kernel/tree/workspace.js'
import { formattedSeries } from '../report/formats/index.js'
import { seriesPath } from '../report/read-sealed.js'
import { replies } from '../report/series-reply.js'
import type { SeriesResult, SeriesStep } from '../report/series-result.js'
import type { JudgePolicy } from '../run/means.js'
import { scratchFolder, writeWhole } from '../shared/cache.js'
import { newFolder, writeFiles } from '../shared/folders.js'
import type { Keep } from '../shared/ledger.js'
import { alone } from '../shared/lock.js'
import { outFolder, runName, shown } from '../shared/paths.js'
import type { Progress } from '../shared/progress.js'
import { writeJson } from '../suite/codec.js'
import { type Choice, checkChoice } from '../suite/draw.js'
import { commitPatch } from './apply.js'
import { baseOf, commitsOf } from './base.js'
import { seriesOf } from './mails.js'
import type { Parent, StepOrder } from './order.js'
import { judgeStep, stepLine } from './step.js'

/** The patches: a range of the tree's commits, or mails with the base that somebody names. */
type SeriesOf =
  | { readonly range: string }
  | { readonly mails: readonly Buffer[]; readonly base: string | undefined; readonly isPart: boolean }

/** What is to be judged, and how. */
export type SeriesOrder = {
  readonly tree: string
  readonly of: SeriesOf
  readonly how: TreeBuild
  readonly choice: Choice
  readonly policy: JudgePolicy
}

/** The commits of a series, and what it starts from. */
type Commits = { readonly base: string; readonly by: string; readonly commits: readonly string[] }

/**
 * Judges the base of a series and then each patch against its parent; leaves a folder. Nothing is written to the tree. A patch that does not build or
 * run has no verdict, and the next one is judged against the last that has. Errors: E_TREE, E_GIT, E_MAIL, E_BASE, E_PATCH, E_LAW.
 */
export async function judgeSeries(
  { tree, of, how, choice, policy }: SeriesOrder,
  progress: Progress,
  keep: Keep = () => {},
): Promise<SeriesResult> {
  await checkChoice(choice)
  const workspace = await openWorkspace(tree, compilerOf(how))
  const { base, by, commits } = await alone(workspace.folder, progress, () => readCommits(workspace, of))
  const name = runName([`series-${basename(workspace.path)}`], new Date())
  return newFolder(join(outFolder, 'runs'), name, async ({ part, folder }) => {
    const order: StepOrder = { workspace, how, choice, policy, part, folder: shown(folder) }
    const steps: SeriesStep[] = []
    let parent: Parent | undefined
    for (const [index, commit] of [base, ...commits].entries()) {
      const ref = treeRef({ path: workspace.path, rev: commit, ...how })
      const judged = await scratchFolder(scratch =>
        judgeStep({ ...order, number: index, commit, ref, scratch }, parent, progress),
      )
      steps.push(judged.step)
      keep(stepLine(judged.step, commits.length), judged.step)
      parent = judged.parent ?? parent
      // What a patch does can only be told by what there was before.
      if (parent === undefined) break
    }
    const [first, ...patches] = steps
    if (first === undefined) throw new Error('a series has a base')
    const result = seriesResult(first, patches, commits.length, {
      seed: choice.seed,
      judgedAt: new Date().toISOString(),
      tree: workspace.path,
      by,
      folder: shown(folder),
    })
    await writeSeries(part, result)
    return result
  })
}

/** The record, its page, and replies to the list; the manifest is last, and has the hash of all else. */
export async function writeSeries(folder: string, result: SeriesResult): Promise<void> {
  const all = replies(result)
  await writeFiles(folder, [
    { path: seriesPath, content: recordJson(result) },
    { path: 'series.html', content: formattedSeries(result)('html') },
    ...all.map(({ number, text }, index) => ({
      path: index === 0 ? 'reply.txt' : `reply-${number}.txt`,
      content: text,
    })),
  ])
  await writeWhole(join(folder, manifestPath), writeJson({ files: await hashesOf(folder) }))
}

async function readCommits(workspace: Workspace, of: SeriesOf): Promise<Commits> {
  if ('range' in of) return { ...(await commitsOf(workspace, of.range)), by: 'the range' }
  const series = await seriesOf(workspace, of.mails, of.isPart)
  const { commit: base, by } = await baseOf(workspace, series, of.base)
  const commits: string[] = []
  for (const patch of series.patches)
    commits.push(await commitPatch(workspace, commits.at(-1) ?? base, patch))
  return { base, by, commits }
}

/** Whether nothing of a commit is open: what was lost, came but sometimes, or never ran, may be anything. */
const isJudgedWhole = ({ state, programs, lost, flaky, missing, unsure }: SeriesStep): boolean =>
  (state === 'same' || state === 'judged') &&
  programs > 0 &&
  lost + flaky + missing.length + unsure.length === 0

type SeriesFrame = Pick<SeriesResult, 'seed' | 'judgedAt' | 'tree' | 'by' | 'folder'>

/** The record of a series of which so many patches were to be judged. */
export function seriesResult(
  base: SeriesStep,
  patches: readonly SeriesStep[],
  count: number,
  frame: SeriesFrame,
): SeriesResult {
  const broken = new Set<string>()
  for (const { breaks, mends } of patches) {
    for (const law of mends) broken.delete(law)
    for (const { law } of breaks) broken.add(law)
  }
  const isWhole = patches.length === count && [base, ...patches].every(isJudgedWhole)
  const breaks = patches.some(one => one.breaks.length > 0 || one.faults.length > 0)
  return {
    ...frame,
    verdict: breaks ? 'diverge' : isWhole ? 'agree' : 'incomplete',
    base,
    patches,
    stillBroken: [...broken].sort(),
  }
}
