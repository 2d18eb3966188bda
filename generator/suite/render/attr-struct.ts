import { attrSize as sizeOfAbi } from '../../../specs/attr-size.js'
import { handledAccessSocketSize } from '../../../specs/designs/uapi.js'
import type { RulesetAttr } from '../../../specs/program.js'
import type { Target } from '../../../specs/target.js'
import { rulesetAttr } from '../../../specs/uapi/landlock.js'

/** The bytes of struct landlock_ruleset_attr as templates/calls/landlock_uapi.h has it, which is that of the newest ABI. */
const attrSize = Object.values(rulesetAttr).reduce((size, field) => size + field.size, 0)

/** What the layout of an attribute depends on: the field of the designs stands behind those of the ABI. */
export type Base = Pick<Target, 'abi' | 'choices'>

/** The struct of an attribute: that of the newest ABI, or with a field of the designs that of the kernel under test. */
export const structOf = (attr: RulesetAttr): string =>
  attr.handled_access_socket === undefined ? 'landlock_ruleset_attr' : 'landlock_designs_attr'

/** Its bytes as templates/calls/landlock_uapi.h or the rendered landlock_designs.h has it. */
export const structSize = (attr: RulesetAttr, { abi }: Base): number =>
  attr.handled_access_socket === undefined ? attrSize : sizeOfAbi(abi) + handledAccessSocketSize
