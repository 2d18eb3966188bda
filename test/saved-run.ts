import { readFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type SavedRun, writeBundle, writeRun } from '../generator/judge/bundle.js'
import type { Result, Unavailable } from '../generator/judge/result.js'
import { judgeRun, resultOf } from '../generator/judge/verdict.js'
import { loadMeans } from '../generator/run/means.js'
import { sample } from '../generator/suite/sample.js'
import type { Suite, Test } from '../generator/suite/suite.js'
import { suiteFiles } from '../generator/suite/suite-files.js'
import { type Made, madeOf } from '../generator/suite/suite-json.js'
import { traceOf } from '../specs/model/predict.js'
import type { Outcome } from '../specs/outcome.js'
import { suiteText } from './channel.js'
import { emptyFolder } from './empty-folder.js'
import { targets } from './targets.js'

const [, , target] = targets
if (target === undefined) throw new Error('no target')
const report = readFileSync(new URL('data/targets/abi-11.txt', import.meta.url), 'utf8')
const means = await loadMeans()
const specs = means.specs.filter(({ name }) => name === 'denial-is-final')

/** A small suite of one law. */
export const smallSuite = (seed = 1): Suite => ({
  target,
  seed,
  laws: [
    { name: 'denial-is-final', claim: 'Denied stays denied.', place: 'specs/laws/denial-is-final.ts:9' },
  ],
  tests: sample(specs, target, seed).slice(0, 5),
  notRunnable: [],
})

type Change = (outcome: Outcome, step: number, test: Test) => Outcome

/** What a guest whose kernel does what is allowed, or something else, says of a suite. */
export const channelOf = (
  { tests }: Suite,
  { id }: Pick<Made, 'id'>,
  change: Change = outcome => outcome,
): string =>
  [
    report,
    suiteText(tests, test => ({
      outcomes: traceOf(test.program, test).map(({ outcome }, step) => change(outcome, step, test)),
    })).replace(/^KTAP version 1$/m, `$&\n# suite ${id}`),
    '# guest end\n',
  ].join('')

/** A run of a suite on a kernel that does what is allowed. */
export function savedRun(ref: string, suite = smallSuite()): SavedRun {
  const { made } = suiteFiles(suite)
  return {
    suite,
    made,
    channel: channelOf(suite, made),
    console: `[    0.000000] ${ref}\n`,
    lost: [],
    notes: [],
    origin: { ref, sha256: 'ab', origin: 'made up', release: '7.3.4+deb13-cloud-amd64' },
  }
}

const remains = { versions: { landlockstep: '0' }, config: null, boots: '/nowhere' }

/** Writes a run folder with these kernels in it, as a run does, and tells its verdict. */
export async function writeSavedRun(
  kernels: readonly SavedRun[],
  unavailable: readonly Unavailable[] = [],
): Promise<{ readonly folder: string; readonly result: Result }> {
  const folder = emptyFolder()
  const isOne = kernels.length + unavailable.length === 1
  const places = kernels.map(({ origin: { ref } }) => ({ ref, folder: isOne ? '' : ref }))
  const bench = { ...means, replay: () => '', notes: [], seconds: () => ({}), suite: '', suiteId: '', folder }
  const judged = kernels.map(one => judgeRun(one, bench))
  for (const [index, one] of kernels.entries()) {
    const { findings } = judged[index] ?? { findings: [] }
    await mkdir(join(folder, places[index]?.folder ?? ''), { recursive: true })
    await writeBundle(join(folder, places[index]?.folder ?? ''), one, { ...remains, findings })
  }
  const result = resultOf(
    judged,
    kernels.map(({ suite }) => suite),
    { folder, judgedAt: new Date(0), unavailable },
  )
  await writeRun(folder, places, result)
  return { folder, result }
}

/** The same run as if the suite had been this one, by someone who knows how hashes are made. */
export function forged(saved: SavedRun, suite: Suite, channel: string): SavedRun {
  const files = Object.entries(saved.made.files).map(([path]) => ({ path, content: path }))
  const { expected } = { expected: suiteFiles(suite).files.find(({ path }) => path === 'expected.json') }
  if (expected === undefined) throw new Error('no expected.json')
  const made = madeOf(suite, [...files.filter(({ path }) => path !== expected.path), expected])
  return { ...saved, suite, made, channel: channel.replace(saved.made.id, made.id) }
}
