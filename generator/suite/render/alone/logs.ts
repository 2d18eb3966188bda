import { descriptionOf } from '../../../../specs/ops/uses.js'
import type { Allowed, Outcome } from '../../../../specs/outcome.js'
import type { Op } from '../../../../specs/program.js'
import { logOf } from '../symbols.js'

/** What a step may give, what it gave, and every text that is known of what it reads, if it reads what was logged. */
type LoggedStep = {
  readonly allowed: readonly Allowed[]
  readonly given: Outcome
  readonly texts: readonly string[]
}

/** Of what was logged the place among all texts that are known stands for each: those that are allowed come first. */
export function placed(op: Op, allowed: readonly Allowed[], given: Outcome | undefined): LoggedStep {
  if (descriptionOf(op).reading !== 'records') return { allowed, given: given ?? 'OK', texts: [] }
  const known = [...new Set([...allowed, ...(given === undefined ? [] : [given])])]
  const placeOf = (one: Allowed): `=${number}` => `=${known.indexOf(one)}`
  return {
    allowed: allowed.map(placeOf),
    given: placeOf(given ?? allowed[0] ?? '=0'),
    texts: known.map(logOf),
  }
}
