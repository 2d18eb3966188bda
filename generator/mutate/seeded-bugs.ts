import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Mistake, mistakesFor } from '../../specs/designs/mistake.js'
import { landlockMistakes } from '../../specs/mistakes.js'
import type { Target } from '../../specs/target.js'
import type { FuzzLimits } from '../fuzz/loop.js'
import type { Session } from '../fuzz/record.js'
import { openCorpus } from '../fuzz/search/corpus.js'
import { prepareSession } from '../fuzz/session.js'
import { guest } from '../guest/machine.js'
import { mistakenKernel } from '../kernel/lab/kernel.js'
import type { ReproducedFinding } from '../report/fuzz-result.js'
import { type MutationResult, mutationVerdict, type TriedMistake } from '../report/mutation-result.js'
import { ready, startJob } from '../run/job.js'
import { scratchFolder } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import type { Keep } from '../shared/ledger.js'
import type { Progress } from '../shared/progress.js'
import { buildGuestTools } from '../suite/build.js'
import { chosen } from './chosen.js'
import { inTurn } from './in-turn.js'

/** A kernel that says what it reaches and what it holds. */
const instruments = ['kcov']
const ref = `lab/${mistakesFor}+${instruments.join('+')}`

/**
 * Plants one mistake after the other into Landlock, and lets new programs find it from a cold start: without a corpus, and judged by what
 * the kernel without the mistake is. Errors: E_USAGE, those of the kernel without a mistake.
 */
export async function findMistakes(
  only: readonly string[] | undefined,
  { seed, seconds, keep }: { readonly seed: number; readonly seconds: number; readonly keep: Keep },
  progress: Progress,
): Promise<MutationResult> {
  const mistakes = chosen(landlockMistakes, only, 'mistake')
  return scratchFolder(async scratch => {
    const { probed } = await ready(ref, await startJob(join(scratch, 'kernel'), progress))
    const found = await inTurn(mistakes, progress, async (mistake, { scratch: folder, progress }) => {
      const { target } = probed
      const one = await find(mistake, { target, limits: { seed, seconds }, folder, progress })
      const { name, finding, programs = 0 } = one
      keep(`${name}: ${finding === undefined ? 'not found' : 'found'}, ${programs} programs`, one)
      return one
    })
    return {
      verdict: mutationVerdict({ mistakes: found, stale: [] }),
      ...{ into: 'landlock', what: ref, targets: [probed.release], seed },
      judgedAt: new Date().toISOString(),
      ...{ programs: 0, laws: 0, limit: seconds, mistakes: found, stale: [] },
    }
  })
}

/** What the fuzzer goes by, and where it works. */
type FuzzSetting = {
  readonly target: Target
  readonly limits: FuzzLimits
  readonly folder: string
  readonly progress: Progress
}

/** What new programs find of one mistake; what goes wrong with it is told of it, and the others have their turn. */
async function find(
  mistake: Mistake,
  { target, limits, folder, progress }: FuzzSetting,
): Promise<TriedMistake> {
  const base = { name: mistake.name, place: mistake.file, says: mistake.why, clauses: [] }
  try {
    const { kernel, divergences } = await fuzzWith(mistake, { target, limits, folder, progress })
    const { programs, seconds, missing } = kernel
    const [finding] = divergences
    const ran = { ...base, programs, seconds: { fuzz: seconds.fuzz } }
    if (finding !== undefined) return { ...ran, verdict: 'caught', by: [given(finding)], finding }
    return { ...ran, verdict: missing.length === 0 ? 'survived' : 'untried', by: missing }
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    return { ...base, programs: 0, seconds: {}, verdict: 'untried', by: [`${error.code}: ${error.message}`] }
  }
}

/** What a kernel gave, in words. */
export const given = ({ observed, allowed, replayed, replays }: ReproducedFinding): string =>
  [
    observed,
    ...(allowed.length === 0 ? [] : [`not ${allowed.join(' or ')}`]),
    ...(replayed === replays ? [] : [`${replayed} of ${replays} times`]),
  ].join(', ')

async function fuzzWith(
  mistake: Mistake,
  { target, limits, folder, progress }: FuzzSetting,
): Promise<Session> {
  const out = join(folder, 'kernel')
  await mkdir(out, { recursive: true })
  const order = { prefix: mistakesFor, designs: [], instruments }
  const kernel = await mistakenKernel(
    `${ref} with ${mistake.name}`,
    order,
    { mistakes: [mistake], out },
    progress,
  )
  const machine = await guest(kernel, await buildGuestTools(progress), folder)
  const on = { machine, release: mistake.name, target, cases: null, findings: join(folder, 'findings') }
  const start = await prepareSession(on, {}, folder, progress)
  return start({ ...limits, once: true }, openCorpus(join(folder, 'corpus.jsonl')), progress)
}
