import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type ByteOrderMistake, byteOrderMistakes } from '../../specs/byte-order-mistakes.js'
import { mistakesFor } from '../../specs/designs/mistake.js'
import type { Result } from '../judge/result.js'
import { mistakenKernel } from '../kernel/lab/kernel.js'
import { type MutationResult, mutationVerdict, type TriedMistake } from '../report/mutation-result.js'
import { run } from '../run/run.js'
import { type Clock, clock } from '../shared/clock.js'
import { ToolError } from '../shared/error.js'
import type { Keep } from '../shared/ledger.js'
import type { Progress } from '../shared/progress.js'
import { chosen } from './chosen.js'
import { inTurn, type TrialTurn } from './in-turn.js'
import { unlessUntried } from './untried.js'

/** Lab kernels of either order of bytes. */
const archs = { little: 'amd64', big: 's390x' } as const

type ByteOrder = keyof typeof archs

const refOf = (order: ByteOrder): string => `lab/${mistakesFor}@${archs[order]}`

/** The kernels that mistakes are planted into. */
export const byteOrderRefs = [refOf('little'), refOf('big')]

/**
 * Plants one mistake of byte order after the other into Landlock, for a machine of either order: where the lowest byte comes first nobody can notice it,
 * and elsewhere the law has to fail that speaks of it. Errors: E_USAGE, E_BASELINE, those of a kernel.
 */
export async function mistakeByteOrder(
  only: readonly string[] | undefined,
  { seed, keep }: { readonly seed: number; readonly keep: Keep },
  progress: Progress,
): Promise<MutationResult> {
  const mistakes = chosen(byteOrderMistakes, only, 'mistake')
  const result = await run(byteOrderRefs, { seed }, progress)
  checkBaseline(result)
  const tried = await inTurn(mistakes, progress, async (mistake, turn) => {
    const one = await tryMistake(mistake, { ...turn, seed })
    keep(`${one.name}: ${one.verdict}`, one)
    return one
  })
  return {
    verdict: mutationVerdict({ mistakes: tried, stale: [] }),
    ...{ into: 'byte-order', what: byteOrderRefs.join(' and '), seed },
    targets: result.kernels.map(({ release }) => release),
    judgedAt: new Date().toISOString(),
    programs: result.kernels.reduce((sum, { programs }) => sum + programs, 0),
    ...{ laws: result.laws, mistakes: tried, stale: [] },
  }
}

/** Kernels without a mistake have to agree, or they could tell none. Error: E_BASELINE. */
function checkBaseline({ verdict, folder }: Result): void {
  if (verdict === 'agree') return
  throw new ToolError(
    'E_BASELINE',
    `${byteOrderRefs.join(' and ')} do not agree without a mistake, so that they cannot tell one: correct first what ${folder} has.`,
  )
}

type MistakeTurn = TrialTurn & { readonly seed: number }

async function tryMistake(mistake: ByteOrderMistake, turn: MistakeTurn): Promise<TriedMistake> {
  const { name, file, why } = mistake
  const times = clock()
  const found = await unlessUntried(async () =>
    judged(
      await runWith(mistake, 'little', { ...turn, times }),
      await runWith(mistake, 'big', { ...turn, times }),
    ),
  )
  return { name, place: file, says: why, clauses: [], ...found, seconds: times.seconds() }
}

/** Builds the kernel with the mistake, and has it judged by the law that speaks of it. */
async function runWith(
  mistake: ByteOrderMistake,
  order: ByteOrder,
  { seed, scratch, times, progress }: MistakeTurn & { readonly times: Clock },
): Promise<Result> {
  const out = join(scratch, order)
  await mkdir(out)
  const ref = `${refOf(order)} with ${mistake.name}`
  const lab = { prefix: mistakesFor, designs: [], arch: archs[order] }
  const { image } = await times.time('build', () =>
    mistakenKernel(ref, lab, { mistakes: [mistake], out }, progress),
  )
  const choice = { seed, filter: mistake.law }
  return times.time('run', () => run([image], choice, progress, { policy: { retries: 0 } }))
}

/** What shows where the lowest byte comes first is a mistake of another kind, so that nothing is known of this one. */
function judged(little: Result, big: Result): Pick<TriedMistake, 'verdict' | 'by' | 'programs'> {
  if (little.verdict !== 'agree')
    return { verdict: 'untried', by: [`${archs.little} does not agree with it, either: ${little.verdict}`] }
  const programs = big.kernels.reduce((sum, { diverged }) => sum + diverged, 0)
  const by = [...new Set(big.divergences.map(({ law }) => law))]
  if (big.verdict === 'agree') return { verdict: 'survived', by, programs }
  if (big.verdict === 'diverge' && programs > 0) return { verdict: 'caught', by, programs }
  return { verdict: 'untried', by: [`${archs.big} gave no verdict of the law: ${big.verdict}`] }
}
