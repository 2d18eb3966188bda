import { availableParallelism, cpus } from 'node:os'
import { join } from 'node:path'
import { routeOf } from '../../specs/program.js'
import { buildSelftest } from '../kernel/build-selftest.js'
import { parseRef } from '../kernel/ref.js'
import { imageOf, programsOf } from '../kernel/resolve.js'
import { type Selftests, selftestsFor } from '../kernel/selftests.js'
import { type Ready, ready, startJob } from '../run/job.js'
import { hostArch } from '../shared/arch.js'
import { scratchFolder } from '../shared/cache.js'
import { ToolError } from '../shared/error.js'
import type { Keep } from '../shared/ledger.js'
import type { Progress } from '../shared/progress.js'
import { buildGuestTools } from '../suite/build.js'
import { buildSuite } from '../suite/build-suite.js'
import { type Choice, draw } from '../suite/draw.js'
import type { Suite } from '../suite/suite.js'
import { suiteFiles } from '../suite/suite-files.js'
import { measureExecutor } from './executor.js'
import { measureFuzz } from './fuzz.js'
import { type Built, race } from './guest.js'
import { measureCompile, measureGenerate, measurePredict, opsOf } from './host.js'
import type { Measure } from './measures.js'
import { type Benchmark, figureLine } from './report.js'
import { measureVerdict } from './verdict.js'

/** What takes long is measured so often at most. */
const longTurns = 3

/** What is measured, how often, and who hears of each figure when it is known. */
type BenchOrder = {
  readonly choice: Choice
  readonly measures: readonly Measure[]
  readonly turns: number
  readonly keep: Keep
}

/** What one measurement adds to the benchmark. */
type BenchPart = Pick<Benchmark, 'figures'> & Partial<Pick<Benchmark, 'source' | 'upstream'>>

/** Measures what was asked for, one after the other, with upstream's own tests of Landlock's network rights beside ours in one guest. */
export async function bench(ref: string, order: BenchOrder, progress: Progress): Promise<Benchmark> {
  const { choice, measures, keep } = order
  const selftests = measures.includes('net_test') ? await selftestsFor(ref, progress) : undefined
  return scratchFolder(async work => {
    const there = await ready(ref, await startJob(join(work, 'job'), progress))
    const { machine, probed } = there
    if (programsOf(machine.kernel) !== hostArch) throw foreign(ref)
    progress('drawing programs from the laws')
    const suite = await draw(probed.target, choice)
    let made: Benchmark = {
      kernel: ref,
      release: probed.release,
      machine: machineName(),
      notes: machine.notes,
      programs: suite.tests.length,
      ops: opsOf(suite),
      figures: [],
    }
    for (const measure of measures) {
      const part = await measured(measure, { there, suite, selftests, order, work }, progress)
      for (const one of part.figures) keep(figureLine(one), one)
      made = { ...made, ...part, figures: [...made.figures, ...part.figures] }
    }
    return made
  })
}

const foreign = (ref: string): ToolError =>
  new ToolError(
    'E_USAGE',
    `${ref} is of another architecture than this machine, whose speed is measured; name one of ${hostArch}.`,
  )

/** Where something is measured. */
type BenchPlace = {
  readonly there: Ready
  readonly suite: Suite
  readonly selftests: Selftests | undefined
  readonly order: BenchOrder
  readonly work: string
}

async function measured(measure: Measure, place: BenchPlace, progress: Progress): Promise<BenchPart> {
  const { there, suite, order, work } = place
  const { choice, turns } = order
  const few = Math.min(turns, longTurns)
  switch (measure) {
    case 'predict':
      return { figures: [measurePredict(suite, turns, progress)] }
    case 'generate':
      return { figures: [await measureGenerate(there.machine.kernel.ref, few, progress)] }
    case 'compile':
      return { figures: [await measureCompile(suite, few, work, progress)] }
    case 'verdict': {
      const ref = parseRef(there.machine.kernel.ref)
      const tree = ref.kind === 'tree' ? ref : undefined
      return { figures: await measureVerdict(there, tree, { turns, work }, progress) }
    }
    case 'net_test':
      return measureNetTest(place, progress)
    case 'executor': {
      const tools = await buildGuestTools(progress)
      const { kernel } = there.machine
      return { figures: await measureExecutor({ kernel, tools, suite }, turns, work, progress) }
    }
    case 'fuzz':
      return { figures: await measureFuzz(there, work, progress) }
    case 'native':
      return bench('native', { choice, measures: ['executor', 'fuzz'], turns, keep: () => {} }, progress)
  }
}

async function measureNetTest(
  { there, suite, selftests, order, work }: BenchPlace,
  progress: Progress,
): Promise<BenchPart> {
  if (selftests === undefined) throw new Error("upstream's tests were not fetched")
  const netTest = await buildSelftest(selftests.folder, 'net_test', progress)
  const busybox = join(selftests.folder, 'busybox')
  const tools = await buildGuestTools(progress)
  const ours = await built(suite, work, progress)
  const routeless = await built(withoutRoutes(suite), work, progress)
  const kernel = imageOf(there.machine.kernel)
  const raced = await race({ kernel, tools, netTest, busybox, ours, routeless }, order.turns, work, progress)
  return { ...raced, source: selftests.origin }
}

const built = async (suite: Suite, work: string, progress: Progress): Promise<Built> => ({
  suite,
  ...(await buildSuite(suiteFiles(suite), work, progress)),
})

const withoutRoutes = (suite: Suite): Suite => ({
  ...suite,
  tests: suite.tests.filter(({ program: { ops } }) => ops.every(op => routeOf(op) === undefined)),
})

const machineName = (): string =>
  `${availableParallelism()} processors, ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`
