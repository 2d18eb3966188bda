import { mkdir } from 'node:fs/promises'
import { readObservations, readReports } from '../../guest/ktap.js'
import type { Machine } from '../../guest/machine.js'
import { observe } from '../../guest/observe.js'
import { type SavedRun, writeBundle } from '../../judge/bundle.js'
import { diff } from '../../judge/judge.js'
import { programsOf, sha256Of } from '../../kernel/resolve.js'
import { toolVersions } from '../../run/versions.js'
import type { Progress } from '../../shared/progress.js'
import { buildSuite } from '../../suite/build-suite.js'
import type { Law } from '../../suite/suite.js'
import { suiteFiles } from '../../suite/suite-files.js'
import type { Seen } from '../executor/executor.js'
import { suiteOfFinding } from './files.js'
import { type Finding, findingOf, kindOf, type Oracle, verdictOf } from './finding.js'

/** What a finding gave as a suite of its own: the same, nothing that the model does not allow, or something else. */
export type Gave = 'again' | 'nothing' | 'other'

/** On what a run is made, and where its bundle is left. */
type SaveSetting = {
  readonly machine: Machine
  readonly release: string
  readonly bench: Oracle
  readonly folder: string
  /** What is thrown away stands here. */
  readonly work: string
  readonly progress: Progress
}

/** Runs a finding as a suite of its own in a fresh guest, leaves the bundle of that run, and tells what it gave. */
export async function saveRun(
  { machine, release, bench, folder, work, progress }: SaveSetting,
  finding: Finding,
  law: Law,
): Promise<Gave> {
  const suite = suiteOfFinding(finding, law, bench.target)
  const files = suiteFiles(suite)
  await mkdir(work, { recursive: true })
  const { id, binary } = await buildSuite(files, work, progress, programsOf(machine.kernel))
  const packed = await machine.pack(binary, work)
  const observed = await observe({ machine, packed, id, tests: suite.tests, folder: work, progress })
  const { ref, origin, config } = machine.kernel
  const sha256 = sha256Of(machine.kernel)
  const notes = [...machine.notes, ...observed.notes]
  const kernel = { ref, sha256, origin, release }
  const saved = { suite, made: files.made, ...observed, notes, origin: kernel }
  const { test, divergence } = finding
  await writeBundle(folder, saved, {
    versions: await toolVersions(machine.kernel),
    config,
    boots: work,
    findings: [{ ops: test.program.ops, law: test.law, step: divergence.step }],
  })
  return gaveOf(saved, bench, finding)
}

/** A guest goes on after a warning here, so that its console tells of one. */
function gaveOf({ suite, channel, console }: SavedRun, bench: Oracle, finding: Finding): Gave {
  const [test] = suite.tests
  if (test === undefined) throw new Error('the suite has no test')
  const observation = readObservations(channel, suite.tests).get(test.name)
  const lost = { end: 'lost', outcomes: [], detail: '' } as const
  const seen: Seen =
    observation === undefined || readReports(console).length > 0
      ? { observation: observation ?? lost, guest: { end: 'panic', detail: '', console } }
      : { observation }
  const again = findingOf(verdictOf(test, seen, bench))
  if (again !== undefined && kindOf(again) === kindOf(finding)) return 'again'
  // What is left of a small program need not keep its law, so that the model alone decides.
  const { end, outcomes } = seen.observation
  const isWhole = seen.guest === undefined && end === 'done' && outcomes.length === test.program.ops.length
  return isWhole && diff(bench.target, test.program, outcomes).length === 0 ? 'nothing' : 'other'
}
