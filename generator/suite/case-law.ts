import fc from 'fast-check'
import { allowsOnly, answeringAs, gaveOneOf, speaksOf } from '../../specs/kept.js'
import { type Allowed, covers, type Outcome } from '../../specs/outcome.js'
import { goesOn, type Program } from '../../specs/program.js'
import type { Spec } from '../../specs/spec.js'
import { withOutcome } from '../../specs/wrong.js'
import { ToolError } from '../shared/error.js'
import type { RegressionCase } from './suite.js'

/** The step that a case is about: the one that was found, else the last. */
export const stepOf = ({ found, ops }: Pick<RegressionCase, 'found' | 'ops'>): number =>
  Math.min(found?.step ?? ops.length - 1, ops.length - 1)

/**
 * The law that a kept case is, on those targets of which the model says the same: its program gives what it has to, or the law holds of it
 * that a kernel broke. Error: E_CASE where there is no such law any more.
 */
export function lawOfCase(name: string, kept: RegressionCase, laws: readonly Spec[]): Spec {
  const program: Program = { ops: kept.ops }
  return {
    name,
    programs: () => fc.constant(program),
    every: () => [program],
    ...(goesOn(program) ? { onDemand: true } : {}),
    ...(kept.gives === undefined ? holding(name, kept, program, laws) : giving(kept, program, kept.gives)),
  }
}

type Says = Required<Pick<Spec, 'applies' | 'holds' | 'refutedBy'>>

function giving(kept: RegressionCase, program: Program, gives: readonly Allowed[]): Says {
  const step = stepOf(kept)
  return {
    applies: target => allowsOnly(target, program, step, gives),
    holds: trace => gaveOneOf(trace, step, gives),
    refutedBy: withOutcome(otherThan(gives, kept.found?.observed), op => op === program.ops[step]),
  }
}

/** What was seen in place of what is allowed; if that was no outcome, some outcome that is not allowed. */
function otherThan(gives: readonly Allowed[], observed: string | undefined): Outcome {
  const seen = isOutcome(observed) ? [observed] : []
  const wrong = [...seen, ...(['OK', 'EACCES'] as const)].find(
    one => !gives.some(wanted => covers(wanted, one)),
  )
  if (wrong === undefined) throw new Error(`everything is allowed: ${gives.join()}`)
  return wrong
}

const isOutcome = (text: string | undefined): text is Outcome =>
  text !== undefined && /^(OK|STUCK|E[A-Z\d]+|=\S*)$/.test(text)

function holding(name: string, { found }: RegressionCase, program: Program, laws: readonly Spec[]): Says {
  const law = laws.find(one => one.name === found?.law)
  if (law === undefined) {
    const next = 'remove it, or give what its last step may give'
    throw new ToolError(
      'E_CASE',
      `The case ${name} is about the law ${found?.law}, which is no more: ${next}.`,
    )
  }
  return {
    applies: target => speaksOf(law, target, program),
    holds: law.holds,
    refutedBy: answeringAs(program, found?.outcomes ?? []),
  }
}
