import type { Outcome } from '../../../specs/outcome.js'
import type { Observation } from '../../suite/suite.js'
import type { ResultMessage, Surprise } from './messages.js'

/** What stood between the beginning of a test and its result. */
export type SaidOfTest = {
  readonly outcomes?: readonly Outcome[]
  readonly surprises: readonly Surprise[]
  /** Where its threads were in the kernel. */
  readonly stacks?: readonly string[]
}

/** A test that nothing can be said of, with the reason. */
export const lost = (detail: string): Observation => ({ end: 'lost', outcomes: [], detail })

/** What came back of a test that ended; one whose lines do not go together is lost. */
export function observationOf(
  { outcomes, surprises, stacks = [] }: SaidOfTest,
  { isOk, directive }: ResultMessage,
): Observation {
  const wrong = surprises.find(({ index, observed }) => outcomes?.[index] !== observed)
  if (outcomes !== undefined && wrong !== undefined) return lost(`step ${wrong.index} gave two outcomes`)
  if (outcomes !== undefined && isOk !== (directive === '' && surprises.length === 0))
    return lost(`it is ${isOk ? 'ok' : 'not ok'}, and its steps say the contrary`)
  return ended(outcomes, directive, stacks)
}

/** What came back of a test with these outcomes that ended so; without outcomes it is lost. */
export function ended(
  outcomes: readonly Outcome[] | undefined,
  directive: string,
  stacks: readonly string[] = [],
): Observation {
  if (outcomes === undefined) return lost(directive === '' ? 'ended without its outcomes' : directive)
  if (directive === '') return { end: 'done', outcomes, detail: '' }
  if (directive.startsWith('hang'))
    return { end: 'hang', outcomes, detail: directive, ...(stacks.length === 0 ? {} : { stacks }) }
  if (directive.startsWith('crash'))
    return { end: 'crash', outcomes, detail: directive.replace('crash, ', '') }
  return lost(directive)
}
