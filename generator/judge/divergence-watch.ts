import type { Spec } from '../../specs/spec.js'
import { readSeenTest } from '../guest/ktap.js'
import type { Suite } from '../suite/suite.js'
import { type Divergence, judgeTest } from './judge.js'
import { type ExpectedFailure, isAboutTarget } from './known.js'

/** By what a test is judged before the others have run. */
type AtOnce = {
  readonly suite: Suite
  readonly release: string
  readonly specs: readonly Spec[]
  readonly known: readonly ExpectedFailure[]
  /** Hears of the first divergence of each cause, in words. */
  readonly tell: (words: string) => void
  /** The run ends with so many. */
  readonly stopAfter?: number
}

/** So many causes are told before the end. */
const mostReported = 3

/**
 * Judges tests while the others still run, by what was said of each: tells the first divergence of each cause, and returns why the run may end
 * once there are as many as were asked for. Nothing else depends on it: the whole is judged at the end.
 */
export function divergenceWatch({
  suite,
  release,
  specs,
  known,
  tell,
  stopAfter,
}: AtOnce): (said: string) => string | undefined {
  const tests = new Map(suite.tests.map(test => [test.name, test]))
  const laws = new Map(specs.map(spec => [spec.name, spec]))
  const about = known.filter(one => isAboutTarget(one, suite.target, release))
  const reported = new Set<string>()
  let count = 0
  return said => {
    const seen = readSeenTest(said)
    const test = tests.get(seen?.name ?? '')
    const spec = laws.get(test?.law ?? '')
    if (seen === undefined || test === undefined || spec === undefined) return undefined
    const { divergences } = judgeTest(test, { spec, target: suite.target, known: about }, seen.observation)
    const [first] = divergences.filter(one => one.known === null)
    if (first === undefined) return undefined
    count += 1
    const cause = `${first.law} ${first.clause}`
    if (!reported.has(cause) && reported.size < mostReported) {
      reported.add(cause)
      tell(describeDivergence(first))
    }
    return count === stopAfter
      ? `${count} ${count === 1 ? 'program diverges' : 'programs diverge'}, as many as --stop-after asks for`
      : undefined
  }
}

const describeDivergence = ({ law, test, step, observed, allowed, clause }: Divergence): string => {
  const where = step === null ? '' : ` at step ${step}`
  const instead = allowed.length === 0 ? '' : `, and not ${allowed.join(' or ')} (${clause})`
  return `diverges: ${law}: ${test} gave ${observed}${where}${instead}; the others still run`
}
