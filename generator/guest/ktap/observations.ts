import type { Observation, Test } from '../../suite/suite.js'
import { bootsIn } from './boots.js'
import { type Boot, checkSuite } from './check-suite.js'
import { misplaced } from './error.js'
import { numberedLines } from './lines.js'
import { readBoot } from './read-boot.js'
import { wordsOf } from './words.js'

/**
 * What came back of each test that began, by its name, in every guest of a run. A test begins as `lost`, and only its own lines, each as the
 * harness prints it, make it `done`, `hang` or `crash`; what was cut off or garbled stays lost. With the tests of the suite nothing else may
 * have run. Error: E_CHANNEL with the line if what was said is not what a suite says: then nothing of it is judged.
 */
export function readObservations(channel: string, tests?: readonly Test[]): ReadonlyMap<string, Observation> {
  const boots = bootsIn(channel).map(
    ({ from, text, line }): Boot => ({ from, ...readBoot(wordsOf(numberedLines(text, line))) }),
  )
  const observations = new Map<string, Observation>()
  for (const test of boots.flatMap(({ laws }) => laws).flatMap(({ tests }) => tests)) {
    if (observations.has(test.name)) throw misplaced(test, `the test ${test.name} ran before`)
    observations.set(test.name, test.observation)
  }
  return tests === undefined ? observations : checkSuite(boots, tests)
}
