import { join } from 'node:path'
import fc from 'fast-check'
import type { Spec } from '../../specs/spec.js'
import type { Target } from '../../specs/target.js'
import { targetName } from '../../specs/target.js'
import { loadKnown } from '../judge/known.js'
import type { Kernel } from '../kernel/resolve.js'
import type { Confirmed, Fuzzed } from '../report/fuzz.js'
import { ready, startJob } from '../run/job.js'
import { scratchFolder } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import { outFolder } from '../shared/paths.js'
import type { Progress } from '../shared/progress.js'
import { buildExecutor, buildGuestTools } from '../suite/build.js'
import { loadLaws, specsFolder } from '../suite/laws.js'
import { reservedPorts } from '../suite/render/ports.js'
import { renderExecutor } from '../suite/render.js'
import { speaks } from '../suite/sample.js'
import type { Executor } from './executor/executor.js'
import { executorIn } from './executor/executor-in.js'
import { withoutAudit } from './executor/process.js'
import { numbers } from './executor/send.js'
import { confirm, type Origin } from './findings/confirm.js'
import type { Bench } from './findings/finding.js'
import { findingsFolder } from './findings/folder.js'
import { blame, leaks } from './findings/leaks.js'
import { reachedIn, watched } from './kernel-coverage.js'
import { type Hunt, look } from './loop.js'
import { processorClock } from './processor.js'
import { type Corpus, openCorpus } from './search/corpus.js'
import type { Growth } from './slab-growth.js'

/** Runs new programs on a kernel until there were enough, keeps what it finds as cases if that is wanted, and tells what the model does not allow. Errors: E_LAW, E_EXECUTOR, those of a kernel. */
export async function fuzz(ref: string, hunt: Hunt, isKept: boolean, progress: Progress): Promise<Fuzzed> {
  return scratchFolder(async scratch => {
    const { machine, probed } = await ready(ref, await startJob(join(scratch, 'job'), progress))
    const { release, target } = probed
    const corpus =
      hunt.law === undefined ? openCorpus(join(corpusFolder, `${targetName(target)}.jsonl`)) : undefined
    const cases = isKept ? join(specsFolder, 'cases') : null
    const prey = { machine, release, target, cases, findings: findingsFolder }
    const found = await huntIn(prey, hunt, corpus, scratch, progress)
    return { kernel: ref, release, seed: hunt.seed, ...found, notes: [...machine.notes, ...found.notes] }
  })
}

/** A kernel that is expected to do what the model says of a target, and where what it does otherwise is kept. */
export type Prey = Omit<Origin, 'seed'> & { readonly target: Target }

/** Hunts on a kernel. Errors: E_LAW, E_USAGE, E_EXECUTOR. */
export async function huntIn(
  { target: whole, ...prey }: Prey,
  hunt: Hunt,
  corpus: Corpus | undefined,
  scratch: string,
  progress: Progress,
): Promise<Omit<Fuzzed, 'kernel' | 'release' | 'seed'>> {
  const { kernel } = prey.machine
  const target = kernel.image === '' ? withoutAudit(whole) : whole
  const origin = { ...prey, seed: hunt.seed }
  const bench: Bench = { target, specs: await lawsFor(hunt, target), known: await loadKnown() }
  const { executor, edges } = watched(await executorFor(kernel, bench, scratch, progress))
  const places = { guests: join(scratch, 'guests'), findings: prey.findings }
  const processor = processorClock()
  const seen = await look(executor, bench, hunt, corpus, places, progress)
  const { kinds, growths, ...counted } = seen
  const spent = { ...processor(), stages: executor.host?.seconds() ?? {} }
  if (seen.programs === 0)
    throw new ToolError('E_USAGE', 'There was no time to run a single program: give --time more.')
  const findings: Confirmed[] = []
  const folder = (): string => join(scratch, `finding-${findings.length}`)
  const wanted = [...kinds.values()].slice(0, hunt.once === true ? 1 : undefined)
  for (const kind of wanted) {
    progress(`confirming finding ${findings.length + 1} of ${wanted.length}`)
    findings.push(await confirm(executor, bench, kind, origin, folder(), progress))
  }
  const unblamed: string[] = []
  for (const growth of hunt.once === true && findings.length > 0 ? [] : growths) {
    progress(`looking for the program that ${growth.cache} grows by`)
    const finding = await blame(executor, growth, folder())
    const tryAll = leaks(executor, growth.cache, folder())
    if (finding === undefined) unblamed.push(told(growth))
    else
      findings.push(
        await confirm(executor, bench, { finding, programs: 1 }, origin, folder(), progress, tryAll),
      )
  }
  const reached = edges()
  return {
    ...counted,
    spent,
    ...(reached === undefined ? {} : { reached: await reachedIn(kernel, reached) }),
    notes: [...(executor.notes?.() ?? []), ...seen.notes, ...unblamed],
    findings,
  }
}

const told = ({ cache, objects, programs }: Growth): string =>
  `${cache} grew by ${objects} objects, the last time in ${programs} programs, and none of them makes it grow each time`

/** What is kept of one hunt for the next, by target. */
const corpusFolder = join(outFolder, 'corpus')

async function lawsFor({ law = '' }: Hunt, target: Target): Promise<readonly Spec[]> {
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
  { target, specs }: Bench,
  scratch: string,
  progress: Progress,
): Promise<Executor> {
  const few = specs.flatMap(spec => fc.sample(spec.programs(target), { seed: 1, numRuns: 100 }))
  const binary = await buildExecutor(renderExecutor(target, reservedPorts(few, numbers)), progress)
  return executorIn(kernel, await buildGuestTools(progress), binary, target, scratch)
}
