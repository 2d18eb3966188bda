import type { Program } from '../../../specs/program.js'
import type { Target } from '../../../specs/target.js'
import { smaller } from '../../compare/shrink.js'
import { candidates } from '../../sample.js'
import type { Test } from '../../suite.js'
import { type Finding, kindOf } from './finding.js'

/** Says which of these programs are findings; many at once, since a guest takes time to start. */
export type Try = (tests: readonly Test[]) => Promise<ReadonlyMap<string, Finding>>

/** So often something is left out at most. */
const rounds = 40

/**
 * The smallest program that shows the same: what is left out of it one round after the other, until nothing can be.
 * One whose outcomes are each allowed and break a law together stays as it is: a law speaks about programs of its own form.
 */
export async function shrinkFinding(found: Finding, target: Target, tryAll: Try): Promise<Finding> {
  if (found.divergence.observed === 'law broken') return found
  let best = found
  for (let round = 0; round < rounds; round += 1) {
    const programs = [...prefixOf(best), ...smaller(best.test.program)].filter(({ ops }) => ops.length > 0)
    const tests = candidates(target, programs).map(
      (one): Test => ({ ...one, law: best.test.law, name: one.id }),
    )
    const findings = await tryAll(tests)
    const next = tests
      .map(({ id }) => findings.get(id))
      .find(one => one !== undefined && kindOf(one) === kindOf(best))
    if (next === undefined) return best
    best = next
  }
  return best
}

/** What comes after the step that differs is seldom needed. */
const prefixOf = ({ test, divergence: { step } }: Finding): readonly Program[] => {
  const { ops } = test.program
  return step === null || step === ops.length - 1 ? [] : [{ ops: ops.slice(0, step + 1) }]
}
