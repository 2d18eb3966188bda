import type { Observation } from '../../suite/suite.js'
import type { RepeatedTest } from './boots.js'
import { lost } from './end-of-test.js'

/** So many seconds a test has before it is said that it hangs; one that had less is only suspected, as the machine may have been busy. */
export const patience = 10

/** Of that, so much must have passed by our clock. */
const share = 0.8

/** A test that hung, once it ran again: what it gave then counts, and it only hangs if it did so for long enough by both clocks. */
export function confirmedHang(again: Observation | undefined, { name, ms }: RepeatedTest): Observation {
  if (again === undefined) return lost(`${name} hung, and did not run again`)
  if (again.end !== 'hang') return again
  const seconds = patienceOf(again)
  if (seconds < patience) return suspected(again)
  if (ms >= seconds * 1_000 * share) return again
  return lost(`it hung for ${seconds} s by its own clock, and for ${Math.round(ms / 1_000)} s by ours`)
}

/** A test that did not run again hangs only if it had time enough. */
export const unconfirmedHang = (observation: Observation): Observation =>
  observation.end === 'hang' && patienceOf(observation) < patience ? suspected(observation) : observation

const suspected = ({ detail }: Observation): Observation => lost(`${detail}, and did not run again`)

const patienceOf = ({ detail }: Observation): number =>
  Number(/^hang after (\d+) s$/.exec(detail)?.[1] ?? Number.NaN)
