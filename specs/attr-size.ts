import { handledAccessSocketSize } from './designs/uapi.js'
import type { Target } from './target.js'
import { rulesetAttr } from './uapi/landlock.js'

/** The bytes of struct landlock_ruleset_attr that an ABI knows. */
export const attrSize = (abi: number): number =>
  Object.values(rulesetAttr).reduce((bytes, field) => bytes + (field.abi <= abi ? field.size : 0), 0)

/** The bytes that a kernel knows: those of its ABI, and the one field of all designs behind them. */
export const knownSize = ({ abi, designs }: Pick<Target, 'abi' | 'designs'>): number =>
  attrSize(abi) + (designs.length > 0 ? handledAccessSocketSize : 0)
