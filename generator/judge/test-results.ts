import type { Observation, Suite, Test } from '../suite/suite.js'
import type { Judgement } from './judge.js'
import type { TestResult } from './result.js'

/** What became of each test of a suite, how long it took, and of a lost one what is known of its end; nothing can be said of those in `unsaid`. */
export const testResults = (
  { tests }: Suite,
  { statuses, again }: Pick<Judgement, 'statuses' | 'again'>,
  observations: ReadonlyMap<string, Observation>,
  {
    unsaid = new Set(),
    times,
  }: { readonly unsaid?: ReadonlySet<string>; readonly times: ReadonlyMap<string, number> },
): readonly TestResult[] =>
  tests.map((test, index) => {
    const { name, law, id: program } = test
    const status = statuses[index] ?? 'lost'
    const why = status === 'lost' ? whyLost(test, observations.get(name), unsaid) : undefined
    const [votes, ms] = [again.get(name), times.get(name)]
    return {
      name,
      law,
      program,
      status,
      ...(why === undefined ? {} : { why }),
      ...(ms === undefined ? {} : { ms }),
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
