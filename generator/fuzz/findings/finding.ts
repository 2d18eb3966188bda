import type { Spec } from '../../../specs/spec.js'
import type { Target } from '../../../specs/target.js'
import type { Outcome } from '../../../specs/trace.js'
import { readReportsOfPrograms } from '../../guest/ktap.js'
import { type Divergence, judgeTest } from '../../judge/judge.js'
import type { Known } from '../../judge/known.js'
import type { Test } from '../../suite/suite.js'
import type { Seen } from '../executor/executor.js'
import { bred } from '../search/search.js'
import { isEmulators } from './emulator.js'

/** A program that a kernel answers otherwise than the model allows, or that ends the kernel. */
export type Finding = {
  readonly test: Test
  readonly divergence: Divergence
  /** What was observed of each op, as far as the program came. */
  readonly outcomes: readonly Outcome[]
  /** What the kernel said at its end, if the program ended it. */
  readonly console: string
}

/** What decides whether a program is a finding. */
export type Bench = {
  readonly target: Target
  readonly specs: readonly Spec[]
  readonly known: readonly Known[]
}

/** What became of a program: as the model says or explained in specs/known, not judged, or a finding. */
export type Verdict = 'agrees' | 'unjudged' | Finding

/**
 * The first thing that a program shows. One that said too little of itself is not judged, unless a guest was lost in it, and
 * not by the emulator's fault.
 */
export function verdictOf(
  test: Test,
  { observation, guest }: Seen,
  { target, specs, known }: Bench,
): Verdict {
  if (guest !== undefined && isEmulators(guest.console)) return 'unjudged'
  if (guest !== undefined)
    return {
      test,
      divergence: lostBy(test, guest.end, guest.console),
      outcomes: observation.outcomes,
      console: guest.console,
    }
  const law = test.law === bred.name ? bred : specs.find(({ name }) => name === test.law)
  if (law === undefined) throw new Error(`no law ${test.law}`)
  const { end, divergences } = judgeTest(test, law, target, observation, known)
  if (end === 'lost') return 'unjudged'
  const { outcomes } = observation
  const divergence = divergences.find(one => one.known === null)
  if (divergence !== undefined) return { test, divergence, outcomes, console: '' }
  return (divergences.length === 0 ? broken(test, outcomes, specs, target) : undefined) ?? 'agrees'
}

/** A trace that breaks a law that holds of every other one: it belongs to that law then, whatever it was drawn from. */
function broken(
  test: Test,
  outcomes: readonly Outcome[],
  specs: readonly Spec[],
  target: Target,
): Finding | undefined {
  const { name, id, program } = test
  const trace = program.ops.map((op, index) => ({ op, outcome: outcomes[index] ?? ('OK' as const) }))
  const law = specs.find(({ everywhere, holds }) => everywhere === true && !holds(trace, target))
  if (law === undefined) return undefined
  const divergence = { ...unexplained, law: law.name, test: name, program: id, observed: 'law broken' }
  return { test: { ...test, law: law.name }, divergence, outcomes, console: '' }
}

/** A program that a guest did not survive. */
function lostBy({ law, name, id }: Test, end: string, console: string): Divergence {
  const [report] = readReportsOfPrograms(console)
  return {
    ...unexplained,
    law,
    test: name,
    program: id,
    observed: report ?? `the guest was lost (${end})`,
  }
}

/** Where no clause of the model says what was allowed. */
export const unexplained = {
  step: null,
  allowed: [],
  clause: '',
  why: '',
  cite: '',
  known: null,
} as const

/** Findings with the same key have the same reason, as far as can be told without looking. */
export const kindOf = ({ test, divergence }: Finding): string => {
  const { law, step, observed, allowed, clause } = divergence
  const op = step === null ? null : test.program.ops[step]?.kind
  const where = observed === 'law broken' ? law : [op, clause, allowed]
  return JSON.stringify([where, observed.replace(/0x[0-9a-f]+|\d+/g, 'N')])
}
