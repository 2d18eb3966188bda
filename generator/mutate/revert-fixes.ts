import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { behaviours } from '../../specs/behaviours.js'
import { mistakesFor } from '../../specs/designs/mistake.js'
import { errata } from '../../specs/errata.js'
import { revertedFixes } from '../../specs/reverted-fixes.js'
import { compareKernels } from '../compare/compare-kernels.js'
import type { Result } from '../judge/result.js'
import { labKernel, mistakenKernel } from '../kernel/lab/kernel.js'
import type { Comparison } from '../report/comparison-result.js'
import { type MutationResult, mutationVerdict, type TriedMistake } from '../report/mutation-result.js'
import { run } from '../run/run.js'
import { clock } from '../shared/clock.js'
import { ToolError } from '../shared/error.js'
import type { Keep } from '../shared/ledger.js'
import type { Progress } from '../shared/progress.js'
import { installTools, missingForLab } from '../shared/setup.js'
import { chosen } from './chosen.js'
import { inTurn } from './in-turn.js'
import { unlessUntried } from './untried.js'

const ref = `lab/${mistakesFor}`
const order = { prefix: mistakesFor, designs: [] }

type Fix = (typeof revertedFixes)[number]

/** A fix that was taken out, and by how many programs it was looked for. */
type Reverted = {
  readonly tried: TriedMistake
  readonly programs: number
  readonly releases: readonly string[]
}

/**
 * Takes one fix after the other out of Landlock, and has the kernel judged as any other of its release is, by the law that speaks of the fix: it
 * has to diverge with what is missing told in words, and a comparison with the kernel that has it tells a change.
 * Errors: E_USAGE, E_BASELINE, those of a kernel.
 */
export async function revertFixes(
  only: readonly string[] | undefined,
  { seed, keep }: { readonly seed: number; readonly keep: Keep },
  progress: Progress,
): Promise<MutationResult> {
  const fixes = chosen(revertedFixes, only, 'fix')
  const { image: fixed } = await labKernel(ref, order, progress, async () =>
    installTools(await missingForLab(), progress),
  )
  const [first] = fixes
  checkBaseline(await run([fixed], { seed, filter: first?.law ?? '' }, progress, { policy: { retries: 0 } }))
  const all = await inTurn(fixes, progress, async (fix, { scratch, progress }) => {
    const one = await revert(fix, { seed, fixed, scratch }, progress)
    keep(`${fix.name}: ${one.tried.verdict}`, one.tried)
    return one
  })
  const tried = all.map(one => one.tried)
  return {
    verdict: mutationVerdict({ mistakes: tried, stale: [] }),
    ...{ into: 'fixes', what: ref, targets: [...new Set(all.flatMap(({ releases }) => releases))], seed },
    judgedAt: new Date().toISOString(),
    programs: all.reduce((sum, { programs }) => sum + programs, 0),
    ...{ laws: fixes.length, mistakes: tried, stale: [] },
  }
}

/** The kernel that has every fix has to agree, or it could tell nothing. Error: E_BASELINE. */
function checkBaseline({ verdict, folder }: Result): void {
  if (verdict === 'agree') return
  throw new ToolError(
    'E_BASELINE',
    `${ref}, which lacks no fix, does not agree, so that it cannot tell one: correct first what ${folder} has.`,
  )
}

type RevertPlace = { readonly seed: number; readonly fixed: string; readonly scratch: string }

async function revert(
  fix: Fix,
  { seed, fixed, scratch }: RevertPlace,
  progress: Progress,
): Promise<Reverted> {
  const times = clock()
  const [place = ''] = fix.texts.map(({ file }) => file)
  const base = { name: fix.name, place, says: wordsOf(fix), clauses: [] }
  const choice = { seed, filter: fix.law }
  const found = await unlessUntried(async () => {
    const out = join(scratch, 'kernel')
    await mkdir(out)
    const mistakes = fix.texts.map(text => ({ name: fix.name, ...text }))
    const { image } = await times.time('build', () =>
      mistakenKernel(`${ref} without ${fix.name}`, order, { mistakes, out }, progress),
    )
    const result = await times.time('run', () => run([image], choice, progress, { policy: { retries: 0 } }))
    const comparison = await times.time('compare', () => compareKernels([image, fixed], choice, progress))
    return { kernels: result.kernels, ...judged(fix, result, comparison) }
  })
  if (!('kernels' in found))
    return { tried: { ...base, ...found, seconds: times.seconds() }, programs: 0, releases: [] }
  const { kernels, ...what } = found
  return {
    tried: { ...base, ...what, seconds: times.seconds() },
    programs: kernels.reduce((sum, { programs }) => sum + programs, 0),
    releases: kernels.map(({ release }) => release),
  }
}

/** What the fix is, as who lacks it is told. */
function wordsOf({ name }: Fix): string {
  const erratum = errata.find(({ number }) => `erratum ${number}` === name)
  if (erratum !== undefined) return erratum.says
  const behaviour = Object.entries(behaviours).find(([one]) => one === name)
  if (behaviour === undefined) throw new Error(`no fix ${name}`)
  return behaviour[1].says
}

/** It is told if the run diverges with the claim that is not kept, and the comparison names a change. */
function judged(
  { name }: Fix,
  { kernels: [without], divergences, verdict }: Result,
  { changes, unseen }: Comparison,
): Pick<TriedMistake, 'verdict' | 'by' | 'programs'> {
  const broken = without?.claims.find(one => one.claim === name && one.verdict === 'broken')
  const laws = [...new Set(divergences.map(({ law }) => law))]
  const changed = [...changes.map(({ says }) => says), ...unseen]
  const by = [
    ...(broken === undefined ? [] : [broken.words]),
    ...laws,
    ...changed.slice(0, 1).map(says => `compared with the kernel that has it: ${says}`),
  ]
  const isTold = verdict === 'diverge' && broken !== undefined && changed.length > 0
  return { verdict: isTold ? 'caught' : 'survived', by, programs: without?.diverged ?? 0 }
}
