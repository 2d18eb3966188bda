import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReproducedFinding } from '../../report/fuzz-result.js'
import { replayCommand } from '../../run/execute.js'
import { ToolError } from '../../shared/error.js'
import { shown } from '../../shared/paths.js'
import type { Progress } from '../../shared/progress.js'
import type { FuzzLimits, Looped, Setting } from '../loop.js'
import type { Growth } from '../slab-growth.js'
import { confirmFinding, differenceOf, type FindingOrigin, type Vanished } from './confirm.js'
import { isDoubtfulFinding } from './finding.js'
import { foundFile } from './folder.js'
import type { FindingKind } from './kinds.js'
import { blame, leaks } from './leaks.js'

/** What became of all that a session found. */
export type AllConfirmed = {
  readonly findings: readonly ReproducedFinding[]
  /** So many programs took too long, or ended with the executor, and are not known to do so each time. */
  readonly vanished: number
  /** What could not be looked into, a sentence each. */
  readonly missing: readonly string[]
  readonly notes: readonly string[]
}

/** Confirms one finding after the other; one that cannot be run again stays as it was found, and takes none of the others with it. */
export async function confirmAll(
  setting: Setting,
  { kinds, growths }: Pick<Looped, 'kinds' | 'growths'>,
  { origin, progress }: { readonly origin: FindingOrigin; readonly progress: Progress },
  { once, isInterrupted }: Pick<FuzzLimits, 'once' | 'isInterrupted'>,
): Promise<AllConfirmed> {
  const { executor, bench, scratch } = setting
  const findings: ReproducedFinding[] = []
  const missing: string[] = []
  const notes: string[] = []
  let vanished = 0
  const wanted = kinds.slice(0, once === true ? 1 : undefined)
  const unlessOver = async <T>(
    name: string,
    work: (folder: string) => Promise<T>,
  ): Promise<T | ConfirmFailure> => {
    if (isInterrupted?.() === true) return { failed: 'interrupted' }
    const folder = join(scratch, name)
    return unlessFailed(() => work(folder)).finally(() => rm(folder, { recursive: true, force: true }))
  }
  for (const [index, kind] of wanted.entries()) {
    progress(`confirming finding ${index + 1} of ${wanted.length}`)
    const one = await unlessOver(`finding-${index}`, folder =>
      confirmFinding({ executor, bench, origin, scratch: folder, progress }, kind),
    )
    if ('vanished' in one || ('failed' in one && isDoubtfulFinding(kind.finding))) {
      vanished += kind.programs
      missing.push(...whyVanished(kind, one, placeOf(kind, origin)))
    } else findings.push('failed' in one ? asFound(kind, origin, one.failed) : one)
  }
  for (const [index, growth] of (once === true && findings.length > 0 ? [] : growths).entries()) {
    const one = await unlessOver(`growth-${index}`, folder =>
      confirmGrowth(setting, growth, { origin, folder, progress }),
    )
    if (one === undefined || 'vanished' in one) notes.push(unblamed(growth))
    else if ('failed' in one) missing.push(`${grew(growth)}, and what by is not known: ${one.failed}`)
    else findings.push(one)
  }
  return { findings, vanished, missing, notes }
}

/** The program that makes a cache grow, if it is one alone. */
async function confirmGrowth(
  { executor, bench }: Setting,
  growth: Growth,
  {
    origin,
    folder,
    progress,
  }: { readonly origin: FindingOrigin; readonly folder: string; readonly progress: Progress },
): Promise<ReproducedFinding | Vanished | undefined> {
  progress(`looking for the program that ${growth.cache} grows by`)
  const finding = await blame(executor, growth, folder)
  if (finding === undefined) return undefined
  const tryAll = leaks(executor, growth.cache, folder)
  return confirmFinding(
    { executor, bench, origin, scratch: folder, progress },
    { finding, programs: 1 },
    tryAll,
  )
}

type ConfirmFailure = { readonly failed: string }

async function unlessFailed<T>(work: () => Promise<T>): Promise<T | ConfirmFailure> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof ToolError) return { failed: `${error.code}: ${error.message}` }
    throw error
  }
}

/** Once is by chance; what comes back now and then may be the kernel's, and nobody can say. */
function whyVanished(
  { finding: { divergence } }: FindingKind,
  one: Vanished | ConfirmFailure,
  place: string,
): readonly string[] {
  const what = `${divergence.observed}, as ${place} once did`
  if ('failed' in one) return [`whether it comes back is not known: ${what}: ${one.failed}`]
  return one.vanished === undefined ? [] : [`${one.vanished}: ${what}`]
}

const placeOf = ({ finding }: FindingKind, { findings }: FindingOrigin): string =>
  shown(foundFile(join(findings, finding.test.id)))

/** A finding of which only is known what was seen once. */
function asFound(kind: FindingKind, origin: FindingOrigin, why: string): ReproducedFinding {
  const { finding, programs } = kind
  const place = placeOf(kind, origin)
  return {
    ...differenceOf(finding, origin, replayCommand(place, origin.machine.kernel.ref)),
    programs,
    replayed: 0,
    replays: 0,
    folder: place,
    kept: `not run again: ${why}`,
  }
}

const grew = ({ cache, objects, programs }: Growth): string =>
  `${cache} grew by ${objects} objects, the last time in ${programs} programs`

const unblamed = (growth: Growth): string => `${grew(growth)}, and none of them makes it grow each time`
