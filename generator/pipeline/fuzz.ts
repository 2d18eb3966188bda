import { join } from 'node:path'
import fc from 'fast-check'
import type { Spec } from '../../specs/spec.js'
import type { Target } from '../../specs/target.js'
import { buildExecutor, buildGuestTools } from '../build.js'
import { scratchFolder } from '../cache.js'
import { ToolError } from '../error.js'
import type { Kernel } from '../kernel/resolve.js'
import { loadKnown } from '../known.js'
import { loadLaws, specsFolder } from '../laws.js'
import { reservedPorts } from '../render/ports.js'
import { renderExecutor } from '../render.js'
import type { Confirmed, Fuzzed } from '../report/fuzz.js'
import { speaks } from '../sample.js'
import type { Progress } from '../suite.js'
import { confirm } from './fuzz/confirm.js'
import { type Executor, executorIn, numbers } from './fuzz/executor.js'
import type { Bench } from './fuzz/finding.js'
import { type Hunt, look } from './fuzz/hunt.js'
import { ready, startJob } from './job.js'

/** Runs new programs on a kernel until there were enough, keeps what it finds as cases if that is wanted, and tells what the model does not allow. Errors: E_LAW, E_EXECUTOR, those of a kernel. */
export async function fuzz(ref: string, hunt: Hunt, isKept: boolean, progress: Progress): Promise<Fuzzed> {
  return scratchFolder(async scratch => {
    const job = await startJob(join(scratch, 'job'), progress)
    const { machine, probed } = await ready(ref, job)
    const { target } = probed
    const bench: Bench = { target, specs: await lawsFor(hunt, target), known: await loadKnown() }
    const executor = await executorFor(machine.kernel, bench, scratch, progress)
    const seen = await look(executor, bench, hunt, join(scratch, 'guests'), progress)
    if (seen.programs === 0)
      throw new ToolError('E_USAGE', 'There was no time to run a single program: give --time more.')
    const { release } = probed
    const cases = isKept ? join(specsFolder, 'cases') : null
    const origin = { machine, release, seed: hunt.seed, cases }
    const findings: Confirmed[] = []
    for (const kind of seen.kinds.values()) {
      const folder = join(scratch, `finding-${findings.length}`)
      progress(`confirming finding ${findings.length + 1} of ${seen.kinds.size}`)
      findings.push(await confirm(executor, bench, kind, origin, folder, progress))
    }
    return {
      kernel: ref,
      release,
      notes: machine.notes,
      seed: hunt.seed,
      programs: seen.programs,
      unjudged: seen.unjudged,
      seconds: seen.seconds,
      findings,
    }
  })
}

async function lawsFor({ law = '' }: Hunt, target: Target): Promise<readonly Spec[]> {
  const all = await loadLaws()
  const named = all.filter(({ name, onDemand }) => name.includes(law) && (law !== '' || onDemand !== true))
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
