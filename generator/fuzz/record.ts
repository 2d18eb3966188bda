import { clausesOf } from '../../specs/model/clauses.js'
import type { Fixes } from '../judge/fixes.js'
import { sha256Of } from '../kernel/resolve.js'
import { type Fuzzed, type FuzzResult, type ReproducedFinding, sumOf } from '../report/fuzz-result.js'
import type { FindingOrigin } from './findings/confirm.js'
import type { AllConfirmed } from './findings/confirm-all.js'
import type { Oracle } from './findings/finding.js'
import { mostKinds } from './findings/kinds.js'
import type { FuzzLimits, Looped, Setting } from './loop.js'
import { verdictOfAll, verdictOfKernel, whyIncomplete } from './verdict.js'

/** What came of one kernel; the clauses are those that decided an outcome that was seen. */
export type Session = {
  readonly kernel: Fuzzed
  readonly divergences: readonly ReproducedFinding[]
  readonly bench: Oracle
  readonly clauses: ReadonlySet<string>
}

/** What is known of one session. */
type RecordParts = {
  readonly origin: FindingOrigin
  readonly setting: Setting
  readonly limits: FuzzLimits
  readonly looped: Looped
  readonly confirmed: AllConfirmed
}

/** The record of one kernel, but for what it took. */
export function fuzzedOf({
  origin: { machine, release },
  setting: { executor, bench },
  limits,
  looped,
  confirmed,
}: RecordParts): Omit<Fuzzed, 'seconds' | 'spent'> {
  const { ref, origin } = machine.kernel
  const sha256 = sha256Of(machine.kernel)
  const { abi, errata } = bench.target
  const { covered, unmodelled, history, minutes, clauses } = looped
  const counts = countsOf(looped, confirmed.vanished)
  const missing = [...whyIncomplete(counts), ...whyEarly(looped, limits, confirmed), ...confirmed.missing]
  return {
    ...{ ref, origin, release, sha256, abi, errata },
    verdict: verdictOfKernel(confirmed.findings.length, missing),
    missing,
    ...counts,
    unmodelled: unmodelled.dropped,
    silences: unmodelled.silences,
    misfits: unmodelled.misfits,
    laws: bench.specs.length,
    clauses: { hit: clauses.size, total: Object.keys(clausesOf(bench.target)).length },
    covered,
    history,
    notes: [...machine.notes, ...(executor.notes?.() ?? []), ...looped.notes, ...confirmed.notes],
    ...(minutes === undefined ? {} : { minutes }),
  }
}

/** Those that took too long, or ended with the executor, and do not so each time, did not answer. */
function countsOf(
  { programs, agreed, known, silent, diverged, unjudged, unanswered }: Looped,
  vanished: number,
) {
  const why = 'it took too long, or the executor ended in it, and not each time'
  const all = vanished === 0 ? unanswered : { ...unanswered, [why]: vanished }
  return {
    ...{ programs, agreed, known, silent, diverged: diverged - vanished },
    ...{ lost: sumOf(unjudged) + sumOf(all), unjudged, unanswered: all },
  }
}

/** Why it ended before it was to. */
function whyEarly(
  { failure, kinds, growths }: Looped,
  { isInterrupted, once }: FuzzLimits,
  { findings }: AllConfirmed,
): readonly string[] {
  if (isInterrupted?.() === true) return ['it was interrupted']
  if (failure !== undefined) {
    const { code, message, output = '' } = failure
    return [`it ended early: ${code}: ${message}${output === '' ? '' : `\n${output.trimEnd()}`}`]
  }
  if (once === true && kinds.length + growths.length > 0 && findings.length === 0)
    return ['it ended at its first finding, which does not come back each time']
  return kinds.length < mostKinds ? [] : [`it ended early, since ${mostKinds} kinds of findings are enough`]
}

/** The model follows a kernel where it lacks a fix, so that no program tells: what fuzzing cannot judge is missing, and is no agreement. */
export function withFixes(session: Session, { claims, notes }: Fixes): Session {
  const { kernel, divergences } = session
  const unjudged = claims
    .filter(({ verdict }) => verdict === 'broken')
    .map(
      ({ words, cite }) => `it ${words} (${cite}); the model follows it there: landlockstep run judges that`,
    )
  const missing = [...kernel.missing, ...unjudged]
  const verdict = verdictOfKernel(divergences.length, missing)
  return { ...session, kernel: { ...kernel, verdict, missing, notes: [...kernel.notes, ...notes] } }
}

/** One record of all kernels. */
export function fuzzResultOf(
  sessions: readonly Session[],
  { seed, judgedAt, unavailable, folder }: Pick<FuzzResult, 'seed' | 'judgedAt' | 'unavailable' | 'folder'>,
): FuzzResult {
  const kernels = sessions.map(({ kernel }) => kernel)
  const union = (of: (session: Session) => Iterable<string>): number =>
    new Set(sessions.flatMap(session => [...of(session)])).size
  return {
    verdict: verdictOfAll({ kernels, unavailable }),
    seed,
    judgedAt,
    kernels,
    unavailable,
    laws: union(({ bench }) => bench.specs.map(({ name }) => name)),
    clauses: {
      hit: union(({ clauses }) => clauses),
      total: union(({ bench }) => Object.keys(clausesOf(bench.target))),
    },
    divergences: sessions.flatMap(({ divergences }) => divergences),
    folder,
  }
}
