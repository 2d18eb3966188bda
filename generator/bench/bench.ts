import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { routeOf } from '../../specs/program.js'
import { parseRef } from '../kernel/ref.js'
import { fetchSelftests, type Selftests } from '../kernel/selftests.js'
import { ready, startJob } from '../run/job.js'
import { scratchFolder } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import type { Progress } from '../shared/progress.js'
import { installTools, missingForBench } from '../shared/setup.js'
import { buildGuestTools } from '../suite/build.js'
import { buildSuite } from '../suite/build-suite.js'
import { type Choice, draw } from '../suite/draw.js'
import type { Suite } from '../suite/suite.js'
import { suiteFiles } from '../suite/suite-files.js'
import { buildNetTest } from './build-net-test.js'
import { measureExecutor } from './executor.js'
import type { Figure } from './figure.js'
import { measureFuzz } from './fuzz.js'
import { type Built, race } from './guest.js'
import { measureCompile, measureGenerate, measurePredict, opsOf } from './host.js'
import type { Benchmark } from './report.js'

/** What takes long is measured so often at most. */
const longTurns = 3

/** Sets up what the machine lacks for a benchmark. Error: E_MISSING with the command to type where we may not. */
export const prepareBench = async (progress: Progress): Promise<void> =>
  installTools(await missingForBench(), progress)

/** Measures everything that has a goal, with upstream's own tests of Landlock's network rights beside ours in one guest. */
export async function bench(
  ref: string,
  choice: Choice,
  turns: number,
  progress: Progress,
): Promise<Benchmark> {
  const selftests = await selftestsOf(ref, progress)
  const netTest = await buildNetTest(selftests.folder, progress)
  return scratchFolder(async work => {
    const job = await startJob(join(work, 'job'), progress)
    const there = await ready(ref, job)
    const { machine, probed } = there
    progress('drawing programs from the laws')
    const suite = await draw(probed.target, choice)
    const predicted = measurePredict(suite, turns, progress)
    const few = Math.min(turns, longTurns)
    const generated = await measureGenerate(ref, few, progress)
    const compiled = await measureCompile(suite, few, work, progress)
    const { kernel } = machine
    const ours = { suite, id: compiled.files.made.id, binary: compiled.binary }
    const routeless = await buildRouteless(suite, work, progress)
    const busybox = join(selftests.folder, 'busybox')
    const tools = await buildGuestTools(progress)
    const raced = await race({ kernel, tools, netTest, busybox, ours, routeless }, turns, work, progress)
    const executed = await measureExecutor({ kernel, tools, suite }, turns, work, progress)
    const fuzzed = await measureFuzz(there, work, progress)
    const here = await benchExecutor('native', choice, turns, progress)
    return {
      kernel: ref,
      release: probed.release,
      source: selftests.origin,
      machine: machineName(),
      notes: machine.notes,
      upstream: raced.upstream,
      programs: suite.tests.length,
      ops: opsOf(suite),
      figures: [...raced.figures, ...executed, ...fuzzed, ...here, predicted, generated, compiled.figure],
    }
  })
}

/** Measures what `fuzz` is made of, on a kernel in guests or on the running one. */
export async function benchExecutor(
  ref: string,
  choice: Choice,
  turns: number,
  progress: Progress,
): Promise<readonly Figure[]> {
  return scratchFolder(async work => {
    const job = await startJob(join(work, 'job'), progress)
    const there = await ready(ref, job)
    progress('drawing programs from the laws')
    const suite = await draw(there.probed.target, choice)
    const tools = await buildGuestTools(progress)
    const { kernel } = there.machine
    return [
      ...(await measureExecutor({ kernel, tools, suite }, turns, work, progress)),
      ...(await measureFuzz(there, work, progress)),
    ]
  })
}

async function buildRouteless(suite: Suite, work: string, progress: Progress): Promise<Built> {
  const tests = suite.tests.filter(({ program: { ops } }) => ops.every(op => routeOf(op) === undefined))
  const routeless = { ...suite, tests }
  return { suite: routeless, ...(await buildSuite(suiteFiles(routeless), work, progress)) }
}

function selftestsOf(ref: string, progress: Progress): Promise<Selftests> {
  const parsed = parseRef(ref)
  if (parsed.kind === 'debian') return fetchSelftests(parsed.suite, progress)
  throw new ToolError(
    'E_USAGE',
    `Upstream's tests come from the Debian suite of the kernel, and ${ref} is of none; give one such as debian:trixie-backports.`,
  )
}

const machineName = (): string =>
  `${availableParallelism()} processors, ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`
