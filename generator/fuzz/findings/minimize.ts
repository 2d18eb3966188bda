import { traceOf } from '../../../specs/model/predict.js'
import { upTo } from '../../../specs/ops/at-once.js'
import type { Program } from '../../../specs/program.js'
import { shorter, simpler } from '../../compare/minimize.js'
import { candidates } from '../../suite/sample.js'
import type { Test } from '../../suite/suite.js'
import { type Finding, kindOf, type Oracle } from './finding.js'
import { inTurn } from './in-turn.js'

/** Says which of these programs are findings; many at once, since a guest takes time to start. */
export type Try = (tests: readonly Test[]) => Promise<ReadonlyMap<string, Finding>>

/** Programs in place of that of a finding, as far as the model speaks of them. */
export const testsInPlaceOf = (
  { test: { law } }: Finding,
  programs: readonly Program[],
  { target }: Oracle,
): readonly Test[] => candidates(target, programs).map(one => ({ ...one, law, name: one.id }))

/** So often something is left out or made simpler at most. */
const rounds = 40

/**
 * The smallest program that shows the same: something is left out of it one round after the other, until nothing can be, then a field of
 * an op is made simpler, and a race is its calls in turn, if that does.
 * Where a law is broken, it has to be broken by what is left, too, in a program of which the law speaks.
 */
export async function shrinkFinding(found: Finding, bench: Oracle, tryAll: Try): Promise<Finding> {
  const smaller = async (best: Finding, programs: readonly Program[]): Promise<Finding | undefined> => {
    const whole = programs.filter(({ ops }) => ops.length > 0)
    const tests = testsInPlaceOf(best, whole, bench).filter(
      test => best.divergence.observed !== 'law broken' || isHeldByModel(test, bench),
    )
    const findings = await tryAll(tests)
    return tests
      .map(({ id }) => findings.get(id))
      .find(one => one !== undefined && kindOf(one) === kindOf(best))
  }
  let best = found
  for (let round = 0; round < rounds; round += 1) {
    const { program } = best.test
    const next =
      (await smaller(best, [...prefixOf(best), ...inTurn(bench.target, program), ...shorter(program)])) ??
      (await smaller(best, [...simpler(program)]))
    if (next === undefined) return best
    best = next
  }
  return best
}

/** A law speaks of programs of its own form: of one that even the model breaks it on, it says nothing. */
function isHeldByModel(test: Test, { specs, target }: Oracle): boolean {
  const spec = specs.find(({ name }) => name === test.law)
  return spec?.holds(traceOf(test.program, test), target) === true
}

/** What comes after the step that differs is seldom needed. */
const prefixOf = ({ test, divergence: { step } }: Finding): readonly Program[] => {
  const { ops } = test.program
  return step === null || step === ops.length - 1 ? [] : [{ ops: upTo(ops, step) }]
}
