import { join } from 'node:path'
import type { Confirmed } from '../../report/fuzz.js'
import type { Progress } from '../../suite.js'
import { writeFiles } from '../folders.js'
import { shown } from '../places.js'
import { type Executor, observeAll } from './executor.js'
import { findingFiles } from './files.js'
import { type Bench, type Finding, kindOf, verdictOf } from './finding.js'
import { findingsFolder } from './hunt.js'
import { shrinkFinding, type Try } from './shrink.js'

/** So often a finding is run again; one that does not come back each time is flaky. */
const replays = 5

/** Runs a finding again, makes it small, and leaves it in a folder. */
export async function confirm(
  executor: Executor,
  bench: Bench,
  finding: Finding,
  programs: number,
  scratch: string,
  progress: Progress,
  tryAll: Try = judging(executor, bench, scratch),
): Promise<Confirmed> {
  const copies = Array.from({ length: replays }, (_, index) => ({ ...finding.test, id: `${index}` }))
  const again = [...(await tryAll(copies)).values()].filter(one => kindOf(one) === kindOf(finding))
  progress(`making finding ${finding.test.id} smaller`)
  const small = again.length === replays ? await shrinkFinding(finding, bench.target, tryAll) : finding
  const folder = join(findingsFolder, finding.test.id)
  const confirmed = {
    id: small.test.id,
    program: small.test.program,
    divergence: small.divergence,
    programs,
    replayed: again.length,
    replays,
    folder: shown(folder),
  }
  await writeFiles(folder, findingFiles(small, bench.target))
  return confirmed
}

/** Runs programs and judges each by what it gave. */
const judging = (executor: Executor, bench: Bench, scratch: string): Try => {
  let round = 0
  return async tests => {
    round += 1
    const seen = await observeAll(executor, tests, join(scratch, `${round}`))
    const found = tests.flatMap(test => {
      const one = seen.get(test.id)
      const verdict = one === undefined ? 'unjudged' : verdictOf(test, one, bench)
      return typeof verdict === 'string' ? [] : [[test.id, verdict] as const]
    })
    return new Map(found)
  }
}
