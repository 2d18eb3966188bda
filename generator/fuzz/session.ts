import fc from 'fast-check'
import type { Spec } from '../../specs/spec.js'
import type { Target } from '../../specs/target.js'
import { loadKnown } from '../judge/known.js'
import { type Kernel, programsOf } from '../kernel/resolve.js'
import { ToolError } from '../shared/error.js'
import type { Progress } from '../shared/progress.js'
import { buildExecutor, buildGuestTools } from '../suite/build.js'
import { loadLaws } from '../suite/laws.js'
import { renderExecutor, reservedPorts } from '../suite/render.js'
import { speaks } from '../suite/sample.js'
import type { Executor } from './executor/executor.js'
import { type ExecutorParts, executorIn } from './executor/executor-in.js'
import { withoutLogs } from './executor/process.js'
import { numbers } from './executor/send.js'
import type { FindingOrigin } from './findings/confirm.js'
import { confirmAll } from './findings/confirm-all.js'
import type { Oracle } from './findings/finding.js'
import { reachedIn, watched } from './kernel-coverage.js'
import { type FuzzLimits, type Looped, loop } from './loop.js'
import { processorClock } from './processor.js'
import { fuzzedOf, type Session } from './record.js'
import type { Corpus } from './search/corpus.js'

/** A kernel that is expected to do what the model says of a target, and where what it does otherwise is kept. */
type FuzzTarget = Omit<FindingOrigin, 'seed'> & { readonly target: Target }

/** Runs new programs on a kernel until there were enough, makes what was found small, and keeps it. */
type StartSession = (
  limits: FuzzLimits,
  corpus: Corpus | undefined,
  progress: Progress,
  tell?: Tell,
) => Promise<Session>

/** Hears at once, in a sentence, what somebody should know before the end. */
export type Tell = (text: string) => void

/** Makes ready to fuzz a kernel: all that can be known to be missing before the first program runs. Errors: E_LAW, E_KNOWN, E_COMPILE, those of a guest. */
export async function prepareSession(
  { target: whole, ...place }: FuzzTarget,
  { law, atOnce }: Pick<FuzzLimits, 'law' | 'atOnce'>,
  scratch: string,
  progress: Progress,
): Promise<StartSession> {
  const { kernel } = place.machine
  // What is logged of calls at the same time stands in whatever order; and to trace, a kernel changes its code, which TCG shows to its other processors too late.
  const target = kernel.kind === 'native' || atOnce === true ? withoutLogs(whole) : whole
  const bench: Oracle = { target, specs: await lawsFor(law, target), known: (await loadKnown()).known }
  const executor = await executorFor(
    kernel,
    bench,
    { scratch, processors: atOnce === true ? 2 : 1 },
    progress,
  )
  const isSilent = kernel.kind === 'native' || atOnce !== true
  return sessionIn(isSilent ? executor : noted(executor), bench, place, scratch)
}

/** The executor, which says that of calls at the same time nothing is read that is logged. */
const noted = ({ notes, ...executor }: Executor): Executor => ({
  ...executor,
  notes: () => [
    ...(notes?.() ?? []),
    'programs that read audit records or trace events are left out: of calls at the same time these stand in whatever order',
  ],
})

/** The same with an executor that is there. */
export function sessionIn(
  bare: Executor,
  bench: Oracle,
  place: Omit<FuzzTarget, 'target'>,
  scratch: string,
): StartSession {
  const { kernel } = place.machine
  return async (limits, corpus, progress, tell = () => {}) => {
    const { executor, edges } = watched(bare)
    const setting = { executor, bench, corpus, scratch, findings: place.findings, tell }
    const origin = { ...place, seed: limits.seed }
    const processor = processorClock()
    const looped = await loop(setting, limits, progress)
    if (looped.failure !== undefined && !hasAnswers(looped)) throw looped.failure
    const spent = { ...processor(), stages: executor.host?.seconds() ?? {} }
    const started = performance.now()
    const confirmed = await confirmAll(setting, looped, { origin, progress }, limits)
    const seconds = { fuzz: looped.seconds, confirm: (performance.now() - started) / 1_000 }
    const reached = edges()
    const kernelReached = reached === undefined ? {} : { reached: await reachedIn(kernel, reached) }
    const record = fuzzedOf({ origin, setting, limits, looped, confirmed })
    return {
      kernel: { ...record, seconds, spent, ...kernelReached },
      divergences: confirmed.findings,
      bench,
      clauses: looped.clauses,
    }
  }
}

/** Whether there is anything to tell of beside what went wrong. */
const hasAnswers = ({ programs, unanswered }: Looped): boolean =>
  Object.values(unanswered).reduce((left, count) => left - count, programs) > 0

async function lawsFor(law = '', target: Target): Promise<readonly Spec[]> {
  const all = await loadLaws()
  const named = all.filter(({ name }) => name.includes(law))
  const specs = named.filter(spec => speaks(spec, target))
  if (specs.length > 0) return specs
  throw new ToolError(
    'E_LAW',
    `No law of this kernel has ${JSON.stringify(law)} in its name; the laws are below.`,
    {
      output: all.map(({ name }) => name).join('\n'),
    },
  )
}

/** Ports that programs name by number are taken from what such programs are like. */
async function executorFor(
  kernel: Kernel,
  { target, specs }: Oracle,
  place: Pick<ExecutorParts, 'scratch' | 'processors'>,
  progress: Progress,
): Promise<Executor> {
  const few = specs.flatMap(spec => fc.sample(spec.programs(target), { seed: 1, numRuns: 100 }))
  const sources = renderExecutor(target, reservedPorts(few, numbers))
  const binary = await buildExecutor(sources, progress, programsOf(kernel))
  const tools = await buildGuestTools(progress, programsOf(kernel))
  return executorIn({ kernel, tools, binary, target, ...place })
}
