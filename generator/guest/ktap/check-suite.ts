import { covers, type Outcome } from '../../../specs/outcome.js'
import type { Observation, Test } from '../../suite/suite.js'
import { isInRange, type TestRange } from './boots.js'
import { lost } from './end-of-test.js'
import { misplaced } from './error.js'
import type { BootRun, LawRun } from './read-boot.js'
import type { TestRun } from './read-test.js'

/** What a guest said of the suite, of which it was to run these tests. */
export type LoggedBoot = BootRun & TestRange

/**
 * What came back of each test, once it is sure that each guest ran the tests of the suite in their order from its first one on, and that the
 * program that ran expects what the suite does. Error: E_CHANNEL.
 */
export function checkSuite(
  boots: readonly LoggedBoot[],
  tests: readonly Test[],
): ReadonlyMap<string, Observation> {
  const observations = new Map<string, Observation>()
  const next = new Map<number, number>()
  for (const { plan, laws, ...range } of boots) {
    const { from, each = 1 } = range
    const first = next.get(from % each) ?? 0
    if (plan !== undefined && (from < first || from >= tests.length))
      throw misplaced(plan, `this guest was to run the tests from number ${from} on`)
    const groups = groupsOf(tests.filter((_, number) => isInRange(range, number)))
    if (plan !== undefined && plan.count !== groups.length)
      throw misplaced(plan, `the suite has ${groups.length} laws from here on`)
    let count = 0
    for (const [index, law] of laws.entries()) {
      const group = groups[index] ?? []
      checkLaw(law, group)
      for (const [number, run] of law.tests.entries())
        observations.set(run.name, asExpected(run, group[number]))
      count += law.tests.length
    }
    next.set(from % each, from + count * each)
  }
  return observations
}

/** The tests of each law, which stand together. */
function groupsOf(tests: readonly Test[]): readonly (readonly Test[])[] {
  const groups: Test[][] = []
  for (const test of tests) {
    const last = groups.at(-1)
    if (last?.[0]?.law === test.law) last.push(test)
    else groups.push([test])
  }
  return groups
}

function checkLaw(run: LawRun, tests: readonly Test[]): void {
  const law = tests[0]?.law
  if (run.name !== law) throw misplaced(run, `there should be the law ${law} of the suite`)
  if (run.count !== tests.length)
    throw misplaced(run, `the law ${law} has ${tests.length} tests from here on, and not ${run.count}`)
  for (const [index, test] of run.tests.entries())
    if (test.name !== tests[index]?.name)
      throw misplaced(test, `there should be the test ${tests[index]?.name} of the suite`)
}

/** The program that ran tells which steps it did not expect: by the suite these must be the same. */
export function asExpected({ observation, surprises }: TestRun, test: Test | undefined): Observation {
  if (observation.end === 'lost' || test === undefined) return observation
  const { outcomes } = observation
  const count = test.program.ops.length
  if (outcomes.length > count || (observation.end === 'done' && outcomes.length < count))
    return lost(`it tells of ${outcomes.length} steps, and has ${count}`)
  const unexpected = outcomes.flatMap((outcome, index) => (isAllowed(test, index, outcome) ? [] : [index]))
  const isSame =
    unexpected.length === surprises.length &&
    surprises.every(({ index }, place) => index === unexpected[place])
  return isSame ? observation : lost('the program that ran expects something else than the suite')
}

const isAllowed = ({ allowed }: Test, index: number, outcome: Outcome): boolean =>
  allowed[index]?.some(one => covers(one, outcome)) === true
