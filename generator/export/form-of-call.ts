import { attrSize } from '../../specs/attr-size.js'
import { descriptions } from '../../specs/ops/all.js'
import type { Op } from '../../specs/program.js'

/** The call of an op in C, with its fields in braces; common.h has a function of its own that is called drop_caps(). */
export function formOfCall(op: Op, abi: number): string {
  const { short, c, form, kind } = descriptions[op.kind]
  const text = short?.(op) ?? c[form(op, () => attrSize(abi))]
  if (text === undefined) throw new Error(`${kind} has no call of its form`)
  return text.replace('drop_caps()', 'keep_caps(0)')
}
