import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Machine } from '../guest/machine.js'
import { observe } from '../guest/observe.js'
import { isHang } from '../judge/hang.js'
import { isDoubtfulStatus, type Retries } from '../judge/retries.js'
import type { JudgedKernel } from '../judge/verdict.js'
import { programsOf } from '../kernel/resolve.js'
import { ToolError } from '../shared/error.js'
import { buildSuite } from '../suite/build-suite.js'
import { withTests } from '../suite/part.js'
import type { Suite, Test } from '../suite/suite.js'
import { suiteFiles } from '../suite/suite-files.js'
import type { Job } from './job.js'

/** In so many fresh guests what is doubtful runs again unless somebody asks otherwise. */
export const usualRetries = 3

/** So many guests one retry may lose. */
const mostGuests = 4

/** Many programs differ for one reason: of each, so many run again, the smallest ones, and so many in all. */
const most = { ofReason: 3, all: 24, hangs: 1 }

/** How a suite did on a machine when it ran first. */
type FirstRun = { readonly machine: Machine; readonly suite: Suite; readonly judged: JudgedKernel }

/**
 * Runs programs again that diverged or were lost, together in one fresh guest after the other. Undefined if there are none. What a guest does not
 * come to has no vote, and neither has what cannot be had of one.
 */
export async function retry(
  { machine, suite, judged }: FirstRun,
  guests: number,
  job: Job,
): Promise<Retries | undefined> {
  const tests = guests === 0 ? [] : pick(suite.tests, judged)
  if (tests.length === 0) return undefined
  return job.times.time('retry', () => runAgain(machine, withTests(suite, tests), guests, job))
}

/** Runs all programs of a suite in one fresh guest after the other. */
export async function runAgain(
  machine: Machine,
  suite: Suite,
  guests: number,
  { work, progress }: Job,
): Promise<Retries> {
  const { tests } = suite
  const folder = join(work, 'retries')
  await mkdir(folder, { recursive: true })
  const files = suiteFiles({ ...suite, notRunnable: [] })
  const { id, binary } = await buildSuite(files, folder, progress, programsOf(machine.kernel))
  const packed = await machine.pack(binary, folder)
  const all: Retries['guests'][number][] = []
  for (let guest = 1; guest <= guests; guest++) {
    progress(`running ${tests.length} programs again, in fresh guest ${guest} of ${guests}`)
    const said = observe(
      { machine, packed, id, tests, folder: join(folder, `${guest}`), progress },
      { most: mostGuests },
    )
    const { channel, console, lost } = await said.catch(nothingSaid)
    all.push({ channel, console, lost: [...lost] })
  }
  return { suite: id, tests: tests.map(({ name }) => name), guests: all }
}

/** Nothing that was seen is lost because it cannot be seen once more. */
function nothingSaid(error: unknown): { channel: string; console: string; lost: readonly string[] } {
  if (!(error instanceof ToolError) || error.isStop) throw error
  return { channel: '', console: '', lost: [`${error.code}: ${error.message}`] }
}

/** The tests to run again, in the order of the suite: of each reason the smallest, and the smallest of each reason before others. */
export function pick(tests: readonly Test[], { kernel, findings }: JudgedKernel): readonly Test[] {
  const reasons = new Map<string, string>()
  for (const { test, known, law, clause, observed } of findings)
    if (known === null && !reasons.has(test))
      reasons.set(test, isHang(observed) ? 'hang' : `${law} ${clause}`)
  const byReason = new Map<string, Test[]>()
  for (const [index, test] of tests.entries()) {
    const status = kernel.tests[index]?.status
    if (status === undefined || !isDoubtfulStatus(status)) continue
    const reason = reasons.get(test.name) ?? `${test.law} lost`
    byReason.set(reason, [...(byReason.get(reason) ?? []), test])
  }
  const ranked = [...byReason].flatMap(([reason, all]) =>
    all
      .toSorted((one, other) => one.program.ops.length - other.program.ops.length)
      .slice(0, reason === 'hang' ? most.hangs : most.ofReason)
      .map((test, rank) => ({ test, rank })),
  )
  const picked = ranked.toSorted((one, other) => one.rank - other.rank).slice(0, most.all)
  const names = new Set(picked.map(({ test }) => test.name))
  return tests.filter(({ name }) => names.has(name))
}
