import type { Spec } from '../../../specs/spec.js'
import type { Target } from '../../../specs/target.js'
import { type Divergence, judge } from '../../diff.js'
import type { Known } from '../../known.js'
import { readReports } from '../../ktap.js'
import type { Observation, Test } from '../../suite.js'

/** A program that a kernel answers otherwise than the model allows, or that ends the kernel. */
export type Finding = {
  readonly test: Test
  readonly divergence: Divergence
  /** What the kernel said at its end, if the program ended it. */
  readonly console: string
}

/** What decides whether a program is a finding. */
export type Bench = {
  readonly target: Target
  readonly specs: readonly Spec[]
  readonly known: readonly Known[]
}

/** The first thing that a program shows; undefined if all of it is as the model says, or is explained in specs/known. */
export function findingOf(
  test: Test,
  observation: Observation,
  console: string,
  { target, specs, known }: Bench,
): Finding | undefined {
  const suite = { target, seed: 0, laws: [], tests: [test], notRunnable: [] }
  const { divergences, lost } = judge(suite, specs, new Map([[test.name, observation]]), known)
  if (lost > 0) return { test, divergence: lostBy(test, observation, console), console }
  const divergence = divergences.find(one => one.known === null)
  return divergence === undefined ? undefined : { test, divergence, console }
}

/** A program that a guest did not survive, or did not answer. */
function lostBy({ law, name, id }: Test, { detail }: Observation, console: string): Divergence {
  const [report] = readReports(console)
  return {
    law,
    test: name,
    program: id,
    step: null,
    observed: report ?? `the guest was lost (${detail})`,
    allowed: [],
    clause: '',
    why: '',
    cite: '',
    known: null,
  }
}

/** Findings with the same key have the same reason, as far as can be told without looking. */
export const kindOf = ({ test, divergence }: Finding): string => {
  const { law, step, observed, allowed, clause } = divergence
  const op = step === null ? null : test.program.ops[step]?.kind
  const where = observed === 'law broken' ? law : [op, clause, allowed]
  return JSON.stringify([where, observed.replace(/0x[0-9a-f]+|\d+/g, 'N')])
}
