import type { Allowed } from '../../../specs/outcome.js'
import { stepOf } from '../../suite/case-law.js'
import { describe } from '../../suite/describe.js'
import type { CaseOrigin, Law, Test } from '../../suite/suite.js'

/** The law that keeps a kernel from falling back: what a case claims, and what the step that it is about may give. */
type Regression = { readonly claim: string; readonly gives?: readonly Allowed[] }

/** What was found of a program is that a step gives what is not allowed, or that its outcomes break the law that it was drawn from together. */
export function regression(
  { program, allowed }: Pick<Test, 'program' | 'allowed'>,
  found: CaseOrigin,
  law: Law,
): Regression {
  const { observed, kernel } = found
  if (observed === 'law broken') {
    const seen = `${kernel.release} was seen to break though each outcome is allowed`
    return { claim: `The law ${law.name} holds of the program, which ${seen}.` }
  }
  const step = stepOf({ found, ops: program.ops })
  const gives = allowed[step] ?? []
  const op = program.ops[step]
  const does = op === undefined ? '' : describe(op)
  const seen = `${kernel.release} was seen to give ${observed}`
  return { claim: `Step ${step} of the program, ${does}, gives ${gives.join(' or ')}, where ${seen}.`, gives }
}
