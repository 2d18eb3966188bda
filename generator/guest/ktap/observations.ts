import type { Observation, Test } from '../../suite/suite.js'
import { bootsIn, type RepeatedTest } from './boots.js'
import { asExpected, checkSuite, type LoggedBoot } from './check-suite.js'
import { misplaced } from './error.js'
import { confirmedHang, unconfirmedHang } from './hangs.js'
import { numberedLines } from './lines.js'
import { messagesIn } from './messages.js'
import { type BootRun, readBoot } from './read-boot.js'
import type { TestRun } from './read-test.js'

/**
 * What came back of each test that began, by its name, in every guest of a run. A test begins as `lost`, and only its own lines, each as the
 * harness prints it, make it `done`, `hang` or `crash`; what was cut off or garbled stays lost. One that ran again because it hung gave what
 * it gave then. With the tests of the suite nothing else may have run. Error: E_CHANNEL with the line if what was said is not what a suite
 * says: then nothing of it is judged.
 */
export function readObservations(channel: string, tests?: readonly Test[]): ReadonlyMap<string, Observation> {
  const boots = bootsIn(channel).map(({ text, ...boot }) => ({
    ...boot,
    ...readBoot(messagesIn(numberedLines(text, boot.line))),
  }))
  const first = boots.filter(({ again }) => again === undefined)
  const all = new Map(tests === undefined ? inOrder(first) : checkSuite(first, tests))
  for (const boot of boots) if (boot.again !== undefined) runAgain(all, boot, boot.again, tests)
  return new Map([...all].map(([name, observation]) => [name, unconfirmedHang(observation)]))
}

function inOrder(boots: readonly LoggedBoot[]): ReadonlyMap<string, Observation> {
  const observations = new Map<string, Observation>()
  for (const test of testsOf(boots)) {
    if (observations.has(test.name)) throw misplaced(test, `the test ${test.name} ran before`)
    observations.set(test.name, test.observation)
  }
  return observations
}

const testsOf = (boots: readonly BootRun[]): readonly TestRun[] =>
  boots.flatMap(({ laws }) => laws).flatMap(({ tests }) => tests)

/** Error: E_CHANNEL if it had not run before, or if another test ran. */
function runAgain(
  all: Map<string, Observation>,
  boot: BootRun & { readonly line: number },
  again: RepeatedTest,
  tests: readonly Test[] | undefined,
): void {
  const { name } = again
  const head = { at: boot.line - 1, text: `# again ${name}` }
  if (!all.has(name)) throw misplaced(head, `${name} has not run, so it cannot run again`)
  const [run, other] = testsOf([boot])
  const wrong = run?.name === name ? other : run
  if (wrong !== undefined) throw misplaced(wrong, `there should be the test ${name} alone`)
  const test = tests?.find(one => one.name === name)
  all.set(name, confirmedHang(run === undefined ? undefined : asExpected(run, test), again))
}
