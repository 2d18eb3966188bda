import type { Observation, Suite, Test } from '../suite/suite.js'
import type { Judgement } from './judge.js'
import type { TestResult } from './result.js'

/** What became of each test of a suite, and of a lost one what is known of its end; nothing can be said of those in `unsaid`. */
export const testResults = (
  { tests }: Suite,
  { statuses, again }: Pick<Judgement, 'statuses' | 'again'>,
  observations: ReadonlyMap<string, Observation>,
  unsaid: ReadonlySet<string> = new Set(),
): readonly TestResult[] =>
  tests.map((test, index) => {
    const { name, law, id: program } = test
    const status = statuses[index] ?? 'lost'
    const why = status === 'lost' ? whyLost(test, observations.get(name), unsaid) : undefined
    const votes = again.get(name)
    return {
      name,
      law,
      program,
      status,
      ...(why === undefined ? {} : { why }),
      ...(votes === undefined ? {} : { again: votes }),
    }
  })

function whyLost(
  { name }: Test,
  observation: Observation | undefined,
  unsaid: ReadonlySet<string>,
): string | undefined {
  if (unsaid.has(name)) return 'the model of now says nothing of it'
  if (observation === undefined) return undefined
  return observation.detail === '' ? 'it did not come to its end' : observation.detail
}
